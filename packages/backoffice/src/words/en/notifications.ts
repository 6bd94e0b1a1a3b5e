// Words of the area notifications, in English.
export const notifications = {
  title: 'Notifications',
} as const;
