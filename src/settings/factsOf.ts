import { formatList } from '#text/format.ts'
import { accessRoles } from '#contract/api/accessRole.ts'
import type { WorkspaceSettings } from '#contract/api/workspaceSettings.ts'
import { settingsText } from '#text/settingsText.ts'

export interface Fact {
  label: string
  value: string
}

export interface FactGroup {
  title: string
  facts: Fact[]
}

/** What there is to know about a workspace, in words and in the order it is read. */
export function factsOf(settings: WorkspaceSettings): FactGroup[] {
  return [canDo(settings), limitsOf(settings), setUpOf(settings)]
}

function canDo({ capabilities, limits, features, customFields }: WorkspaceSettings): FactGroup {
  const { can } = settingsText
  const { idempotency, search, unsetPrimary, removeHolder } = capabilities
  const keys = idempotency === 'key' ? can.repeats.key(limits.remembersKeys) : can.repeats.none
  return {
    title: can.title,
    facts: [
      { label: can.search, value: can.searches[search] },
      { label: can.repeat, value: keys },
      { label: can.primary, value: unsetPrimary ? can.unset.yes : can.unset.no },
      { label: can.removal, value: removeHolder ? can.removes.yes : can.removes.no },
      ...listed(
        can.features,
        features.map((feature) => can.feature[feature] ?? feature),
      ),
      ...listed(can.customFields, customFields),
    ],
  }
}

function limitsOf({ limits, traceHeader }: WorkspaceSettings): FactGroup {
  const says = settingsText.limits
  const { contactsPerCustomer: most, longestPage } = limits
  return {
    title: says.title,
    facts: [
      { label: says.contacts, value: most ? says.atMost(most) : says.undocumented },
      { label: says.page, value: says.atMost(longestPage) },
      { label: says.trace, value: traceHeader ?? says.noTrace },
    ],
  }
}

function setUpOf({ backend, host, scope, secrets, roles: access }: WorkspaceSettings): FactGroup {
  const { setUp } = settingsText
  return {
    title: setUp.title,
    facts: [
      { label: setUp.backend, value: backend.title },
      { label: setUp.address, value: host ?? setUp.embedded },
      ...scope,
      ...secrets.map(({ setting, from, place }) => ({
        label: setUp.setting(setting),
        value: setUp.secret[from](place),
      })),
      ...(access
        ? accessRoles.toReversed().map((role) => ({
            label: setUp.roles[role],
            value: access.groups[role].length
              ? setUp.byClaim(access.groups[role].join(', '), access.claim)
              : setUp.nobody,
          }))
        : [{ label: setUp.access, value: setUp.noSignIn }]),
    ],
  }
}

function listed(label: string, values: readonly string[]): Fact[] {
  return values.length > 0 ? [{ label, value: formatList(values) }] : []
}
