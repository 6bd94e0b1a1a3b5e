// How a program's request is refused: `{"error":{"code","message"}}`, naming the field.

export class SandboxRefusal extends Error {
  override name = 'SandboxRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** 400 for a field that breaks a rule: `fieldRefused('count', 'must be …')`. */
export function fieldRefused(field: string, rule: string): SandboxRefusal {
  return new SandboxRefusal(400, 'field_invalid', `${field} ${rule}`);
}

export function errorBody(code: string, message: string): unknown {
  return { error: { code, message } };
}
