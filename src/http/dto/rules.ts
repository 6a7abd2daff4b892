import { applyDecorators } from '@nestjs/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';

const NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]{2,60}$/u;

/** A name for people: 2 to 60 characters, no line breaks or other control characters, not only spaces. */
export function IsName(): PropertyDecorator {
  return rule('isName', 'must be a string of 2 to 60 characters without control characters', (value) => {
    return typeof value === 'string' && NAME.test(value);
  });
}

/** A whole number within bounds; `of` names what it counts, as in " of seconds". */
export function IsWhole(least: number, most: number, of = ''): PropertyDecorator {
  return rule('isWhole', `must be a whole number${of} from ${least} to ${most}`, (value) => {
    return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  });
}

/** May be left out; unlike `@IsOptional()`, null is not the same as that. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_body, value) => value !== undefined);
}

/** A field of the contract that comes later: refused by name, whatever its value, never accepted and ignored. */
export function NotBuiltYet(): PropertyDecorator {
  const isLeftOut = rule('notBuiltYet', 'is not built yet: leave it out', (value) => value === undefined);
  return applyDecorators(ApiHideProperty(), isLeftOut);
}

function rule(name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } });
}
