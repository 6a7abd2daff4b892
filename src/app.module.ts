import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Schedules, type ScheduleNeeds } from './composition/schedules.js';

export interface AppParts {
  readonly providers: readonly Provider[];
  readonly controllers: readonly Type[];
  /** Null in a process that does nothing by the clock. */
  readonly schedules: ScheduleNeeds | null;
}

/** The Nest application: doors and timers around services that `composition/` has put together. */
@Module({})
export class AppModule {
  static of({ providers, controllers, schedules }: AppParts): DynamicModule {
    const timed = schedules && {
      provide: Schedules,
      inject: [SchedulerRegistry],
      useFactory: (registry: SchedulerRegistry) => schedules && new Schedules(registry, schedules),
    };
    return {
      module: AppModule,
      imports: [ScheduleModule.forRoot()],
      providers: [...providers, ...(timed ? [timed] : [])],
      controllers: [...controllers],
    };
  }
}
