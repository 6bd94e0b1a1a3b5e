// Words of the area approvals, in English.
export const approvals = {
  title: 'Approvals',
} as const;
