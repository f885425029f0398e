@kserve @basic
Feature: A mistake in an LLM service is reported where the user looks
  # decided in several places: EC-LB-002.3

  The status names the part that does not work, and nothing pretends to serve.

  @EC-LB-002 @P1
  Scenario: The model cannot be fetched
    When I create an LLM service of my own from "llm-basic-oci" with these settings:
      | setting   | value                                     |
      | model URI | oci://invalid-registry/model:nonexistent  |
    # checks: EC-LB-002.1
    Then its workload pods end in "the state without a model image" within 5 minutes
    And the log of its storage initializer mentions:
      | check       | text                |
      | EC-LB-002.2 | the failed pull     |
    # checks: EC-LB-002.3
    And it reports "MainWorkloadReady" as false within 5 minutes
    # checks: EC-LB-002.3
    And it goes on reporting "MainWorkloadReady" as false for 5 minutes

  Rule: A gateway that does not exist is noticed

    @EC-LB-003 @ISSUE-005 @P1
    Scenario: The status names the missing gateway
      When I create an LLM service of my own from "llm-custom-gw" with these settings:
        | setting   | value                |
        | gateway   | non-existent-gateway |
        | host name | lost.example.com     |
      # checks: EC-LB-003.2, ISSUE-005.1, ISSUE-005.3, ISSUE-005.5, ISSUE-005.8
      Then it reports "RouterReady" as false within 2 minutes because gateway "non-existent-gateway" does not exist
      # checks: ISSUE-005.9
      And it does not become ready for 2 minutes

    @EC-LB-003 @ISSUE-005 @P1
    Scenario: No route is programmed and nobody is let in
      When I create an LLM service of my own from "llm-custom-gw" with these settings:
        | setting   | value                |
        | gateway   | non-existent-gateway |
        | host name | lost.example.com     |
      # checks: EC-LB-003.1, ISSUE-005.2
      Then its HTTPRoute exists within 2 minutes and no gateway has programmed it
      # checks: EC-LB-003.3, ISSUE-005.4
      And it cannot be reached through any gateway
