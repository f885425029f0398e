@kserve @networking
Feature: The loss of the scheduler is noticed and mended without help
  # decided in several places: ISSUE-003.4, ISSUE-003.5

  A service whose choice of pods is binding must say so when nobody can choose, and go on as soon as somebody can.

  @EC-NET-101 @ISSUE-003 @P1
  Scenario: The scheduler's pod is deleted while requests flow
    Given an LLM service of my own is serving from "llm-with-scheduler" with these settings:
      | setting      | value     |
      | replicas     | 2         |
      | failure mode | FailClose |
    And requests have been flowing at 20 a second
    When 1 of its scheduler pods is deleted
    # checks: EC-NET-101.1
    Then at least 1 of the requests after the change fails within 30 seconds because of "the loss of the scheduler"
    And the log of its gateway mentions, for it and within 1 minute:
      | check        | text                                 |
      | EC-NET-101.2 | the loss of the scheduler in the log |
    # checks: EC-NET-101.3
    And exactly 1 of its scheduler pods is running within 60 seconds
    # checks: EC-NET-101.4
    And 60 requests in a row succeed within 30 seconds, then all of 100 more
    And it has reported these conditions in this order since the change, within 5 minutes:
      | check        | condition              | status |
      | ISSUE-003.4  | SchedulerWorkloadReady | false  |
      | ISSUE-003.5  | SchedulerWorkloadReady | true   |
      | EC-NET-101.5 | Ready                  | true   |
