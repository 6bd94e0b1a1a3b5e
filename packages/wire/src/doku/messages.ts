// The bodies of the DOKU wire: requests, answers, and the sentence for a request that breaks a
// rule.
export type { AdditionalInfo, PlainJson } from './additional-info.ts';
export * from './answers.ts';
export { firstIssue } from './issue.ts';
export type { Issue } from './issue.ts';
export * from './requests.ts';
