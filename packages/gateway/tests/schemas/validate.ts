// Holds files of payouts and reports about them against the schemas of their messages.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateXML } from 'xmllint-wasm';

/** The messages of which a schema is here. */
export type Message = 'pain.001.001.09' | 'pain.002.001.10';

/** Names of those files in which the schema sees a fault. */
export async function schemaFaults(
  message: Message,
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const fileName = `${message}.xsd`;
  const contents = readFileSync(path.join(import.meta.dirname, fileName), 'utf8');
  const xml = Object.entries(files).map(([name, text]) => ({ fileName: name, contents: text }));
  const { valid, errors } = await validateXML({
    xml,
    schema: [{ fileName, contents }],
    // Ten thousand payouts are more than the 16 MiB that it begins with.
    initialMemoryPages: 1024,
    maxMemoryPages: 16_384,
  });
  const faulty = new Set(errors.flatMap(({ loc }) => (loc === null ? [] : [loc.fileName])));
  if (!valid && faulty.size === 0) throw new Error(errors.map((one) => one.message).join('\n'));
  return [...faulty];
}
