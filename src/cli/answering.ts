import type { Field, Form } from '../model/form.ts';
import { Failure, problemLine, problemOf } from '../model/problem.ts';
import type { Ask } from '../state/engines.ts';
import { faultOf } from '../state/form/checkForm.ts';
import { usageFailure } from './commandFailure.ts';
import type { Report } from './print/report.ts';
import type { Prompt } from './prompt.ts';

/** A person who has mistyped so often is better off to begin anew. */
const TRIES = 3;

/** Puts the questions of providers to whoever is at the terminal. `keepSecret` gets each secret before anything is done with it. */
export function answerAtPrompt(prompt: Prompt, report: Report, keepSecret: (text: string) => void): Ask {
  return async ({ form, accept }) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await accept(await typed(form, prompt, keepSecret));
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.kind !== 'invalid') throw thrown;
        // What is asked for is who somebody is: the command was right, the person was not.
        if (attempt === TRIES) throw new Failure({ ...problem, kind: 'auth' }, { cause: thrown });
        report.note(problemLine(problem));
      }
    }
  };
}

/** Throws Failure: `invalid` for what a field does not take, `cancelled` where nobody goes on. */
async function typed(
  form: Form,
  prompt: Prompt,
  keepSecret: (text: string) => void,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const question = questionOf(form, field);
    const text = (
      field.kind === 'secret' ? await prompt.secret(question) : await prompt.line(question)
    ).trim();
    if (field.kind === 'secret') keepSecret(text);
    values[field.key] = text;
    const fault = faultOf(field, values);
    if (fault !== null) throw notTaken(fault);
  }
  return values;
}

function notTaken(fault: string): Failure {
  return usageFailure(fault, 'Type it again');
}

function questionOf({ title, fields }: Form, { label, help }: Field): string {
  return `${[title, ...(fields.length > 1 ? [label] : []), ...(help ? [help] : [])].join('. ')}:`;
}
