// Whether somebody is there who knows the guide, or a web server that does not.
import type { Answer } from './client.ts';
import { at } from './expect.ts';

/** Answered as a path is that nobody serves. */
export function isUnrouted({ status, json }: Answer): boolean {
  const code = at(json, 'error.code');
  return status === 404 && (code === undefined || code === 'route_not_found');
}

/** Signed, refused with a code, or JSON in answer to JSON: a web server that is not meant does none of these. */
export function knowsTheGuide(answer: Answer): boolean {
  if (isUnrouted(answer)) return false;
  const { signature, status, json } = answer;
  if (signature !== 'missing') return true;
  const isRead = (status >= 200 && status <= 299) || status === 400;
  const isJson = typeof json === 'object' && json !== null;
  return (isRead && isJson) || (status !== 404 && at(json, 'error.code') !== undefined);
}
