import type { Answer } from '../exchange.ts';
import type { AwsError } from './errors.ts';
import type { AwsRequest } from './request.ts';
import { content, element, type Xml } from './xml.ts';

/** The namespaces in which services answer. */
const NAMESPACES: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
};

/** The answer to a call that went well, as its service writes it. */
export function success({ style, service, action }: AwsRequest, result: Xml, requestId: string): Answer {
  if (style === 'json') return jsonAnswer(200, result, requestId);
  const inner =
    style === 'ec2'
      ? element('requestId', requestId, 'item') + content(result, 'item')
      : element(`${action}Result`, result, 'member') +
        element('ResponseMetadata', { RequestId: requestId }, 'member');
  return xmlAnswer(
    200,
    `<${action}Response xmlns="${NAMESPACES[service] ?? ''}">${inner}</${action}Response>`,
    requestId,
  );
}

/** The answer to a call that went wrong, as its service writes it. */
export function failure(request: AwsRequest, error: AwsError, requestId: string): Answer {
  const { code, message, status } = error;
  if (request.style === 'json') {
    const answer = jsonAnswer(status, { __type: code, message }, requestId);
    const queryCode = request.wantsQueryCode ? { 'x-amzn-query-error': `${code};Sender` } : {};
    return { ...answer, headers: { ...answer.headers, 'x-amzn-ErrorType': code, ...queryCode } };
  }
  if (request.style === 'ec2') {
    const inner = { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId };
    return xmlAnswer(status, element('Response', inner, 'item'), requestId);
  }
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const inner = content(
    { Error: { Type: type, Code: code, Message: message }, RequestId: requestId },
    'member',
  );
  return xmlAnswer(
    status,
    `<ErrorResponse xmlns="${NAMESPACES[request.service] ?? ''}">${inner}</ErrorResponse>`,
    requestId,
  );
}

function xmlAnswer(status: number, root: string, requestId: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/xml;charset=UTF-8', 'x-amzn-RequestId': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${root}`,
  };
}

function jsonAnswer(status: number, value: Xml, requestId: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': requestId },
    body: JSON.stringify(value),
  };
}
