/** The offer of a draft that was left. */
export const resumeText = {
  left: (moment: string) => `Resume draft from ${moment}?`,
  resume: 'Resume draft',
}
