@kserve @multi-node
Feature: A group that loses a member is replaced as a whole

  No pod of a group can answer without the others. Whatever is lost, the group ends and another takes its place,
  so that the service is back without anybody's help. A small model is enough to see that.

  @EC-LA-201 @P1 @needs-gpus-8
  Scenario: A worker is lost while requests flow
    Given an LLM service of my own is serving from "llm-multinode-tp" with these settings:
      | setting   | value        |
      | model URI | opt-125m-oci |
    And requests have been flowing at 10 a second
    When its worker 1 is deleted
    # checks: EC-LA-201.1, EC-LA-201.3
    Then every pod of the broken group ends within 5 minutes
    And the log of its former leader mentions:
      | check       | text            |
      | EC-LA-201.2 | the lost worker |
    # checks: EC-LA-201.5, EC-LA-201.6
    And a new group is ready within 30 minutes
    # checks: EC-LA-201.7
    And 20 requests in a row succeed within 15 seconds, then all of 100 more
    # checks: EC-LA-201.4
    And none of the requests succeeded while the group was broken

  @EC-LA-202 @P1 @needs-gpus-8
  Scenario: The leader is lost while requests flow
    Given an LLM service of my own is serving from "llm-multinode-tp" with these settings:
      | setting   | value        |
      | model URI | opt-125m-oci |
    And requests have been flowing at 10 a second
    When its leader is deleted
    # checks: EC-LA-202.1, EC-LA-202.3
    Then every pod of the broken group ends within 5 minutes
    # checks: EC-LA-202.4
    And a new group is ready within 30 minutes
    # checks: EC-LA-202.5
    And its Service leads to exactly 1 of its leader pods at port 8000
    And 20 requests in a row succeed within 15 seconds, then all of 100 more
    # checks: EC-LA-202.2
    And none of the requests succeeded while the group was broken
