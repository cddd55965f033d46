/**
 * Whether a secret is still the placeholder of an example, which is publicly known.
 */
export function isSampleValue(value: unknown): boolean {
  if (typeof value !== 'string') return false
  return samples.some((sample) => sample.test(value.trim()))
}

const samples = [
  /^change[-_ ]?(me|it|this)!?$/i,
  /^(your|my|replace|insert|enter)[-_ ][\w -]*$/i,
  /^(password|passwd|secret|token|example|sample|placeholder|dummy|todo|tbd|null|undefined)$/i,
  /^(x{3,}|\*{3,}|\.{3,}|…)$/i,
  /^(<.*>|\$\{.*\}|\{\{.*\}\})$/,
  /^0{8}-0{4}-0{4}-0{4}-0{12}$/,
]
