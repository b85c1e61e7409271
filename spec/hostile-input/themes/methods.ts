import { METHODS as HTTP_METHODS } from 'node:http';
import { protocolFailure } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import { BASE, FORM_TYPE, JSON_TYPE } from '../support/requests';

const NOT_ALLOWED = protocolFailure(405, 'method_not_allowed', 'Use POST.', { allow: 'POST' });
const PREFLIGHT = { statuses: [204] };

// CONNECT never reaches an Express app, and HEAD has no body to compare: see raw-requests.ts.
const OTHERS = HTTP_METHODS.filter((method) => !['POST', 'CONNECT', 'HEAD'].includes(method));

function attacksWith(method: string): readonly Attack[] {
  const outcome = method === 'OPTIONS' ? PREFLIGHT : NOT_ALLOWED;
  return [
    {
      title: `${method} with a sign-up in JSON`,
      request: { method, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(BASE) },
      outcome,
    },
    {
      title: `${method} with a sign-up in the URL`,
      request: { method, path: `/dbconnections/signup?${new URLSearchParams(BASE)}` },
      outcome,
    },
    {
      title: `${method} with method-override headers for POST`,
      request: {
        method,
        path: '/dbconnections/signup?_method=POST',
        headers: {
          'content-type': FORM_TYPE,
          'x-http-method-override': 'POST',
          'x-http-method': 'POST',
          'x-method-override': 'POST',
        },
        body: `${new URLSearchParams(BASE)}&_method=POST`,
      },
      outcome,
    },
  ];
}

export const METHODS: Theme = { name: 'methods', attacks: OTHERS.flatMap(attacksWith) };
