import { ApiRefusal } from './cluster.ts';

interface StatusBody {
  kind?: string;
  reason?: string;
  message?: string;
  code?: number;
  details?: { causes?: { field?: string; message?: string; reason?: string }[] };
}

/** The refusal that an answer of the API server means; an answer that is no `Status` is quoted. */
export function refusalOf(request: string, code: number, text: string): ApiRefusal {
  const status = parse(text);
  if (status?.kind !== 'Status' || !status.message) {
    const quoted = text.trim().slice(0, 300);
    return new ApiRefusal(
      code,
      reasonFor(code),
      `${request}: ${code}${quoted ? ` ${quoted}` : ''}`,
      [],
      request,
    );
  }
  const causes = (status.details?.causes ?? []).map(({ field, message, reason }) => ({
    message: message ?? '',
    ...(field !== undefined && { field }),
    ...(reason !== undefined && { reason }),
  }));
  return new ApiRefusal(
    status.code ?? code,
    status.reason ?? reasonFor(code),
    status.message,
    causes,
    request,
  );
}

function parse(text: string): StatusBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reasons of k8s.io/apimachinery for the codes that proxies answer without a Status. */
const REASONS: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const reasonFor = (code: number): string => REASONS[code] ?? 'Unknown';
