@kserve
Feature: Every way to end

  @needs-gpu @LB-003 @P1
  Scenario: A capability is missing
    # checks: LB-003.1
    Then it passes

  @LB-003 @P2
  Scenario: A step is pending
    # checks: LB-003.2
    Then it is pending

  @LB-003 @P2
  Scenario: A step is undefined
    # checks: LB-003.3
    Then nobody wrote this step

  @LB-003 @P2
  Scenario: A step is ambiguous
    Then it is ambiguous

  @retried @LB-003 @P1
  Scenario: It passes at the second attempt
    # checks: LB-003.4
    Then it passes at the second attempt

  @broken-before @LB-003 @P2
  Scenario: A hook before it fails
    # checks: LB-003.5
    Then it passes

  @broken-after @LB-003 @P2
  Scenario: A hook after it fails
    # checks: LB-003.6
    Then it passes
