@kserve @basic
Feature: An LLM service loads its model from S3
  # decided in several places: LB-002.11, EC-LB-101.3, EC-LB-103.3

  Most models of an organisation live in a bucket that only it may read.

  @LB-002 @P1 @needs-s3
  Scenario: The credentials are stored and linked to the service account
    When I apply these manifests:
      | manifest       |
      | llmd-s3-secret |
      | llmd-s3-sa     |
    Then the namespace holds these objects:
      | check    | object                         | with                                                                                        |
      | LB-002.1 | Secret llmd-s3-secret          | its name                                                                                    |
      | LB-002.2 | Secret llmd-s3-secret          | keys AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_S3_ENDPOINT, AWS_S3_BUCKET   |
      | LB-002.3 | ServiceAccount llmd-s3-sa      | its name                                                                                    |
      | LB-002.4 | ServiceAccount llmd-s3-sa      | secrets llmd-s3-secret                                                                      |

  @LB-002 @P1 @needs-s3
  Scenario: A service with a model in S3 is accepted
    Given the manifest "llmd-s3-secret" has been applied
    And the manifest "llmd-s3-sa" has been applied
    When I try to create an LLM service of my own from "llm-s3"
    # checks: LB-002.5, LB-002.6
    Then it is accepted as it was written

  Rule: A service with valid credentials serves the model of the bucket

    Background:
      Given the manifest "llmd-s3-secret" has been applied for this file
      And the manifest "llmd-s3-sa" has been applied for this file
      And the LLM service "llm-s3" is serving from "llm-s3"

    @LB-002 @P1 @needs-s3
    Scenario: Its pod gets the credentials by reference
      # checks: LB-002.7
      Then each of its workload pods runs under the service account "llmd-s3-sa"
      And its storage initializer is started with these variables:
        | check                | variable              | source         |
        | LB-002.8, LB-002.11  | AWS_ACCESS_KEY_ID     | llmd-s3-secret |
        | LB-002.9, LB-002.11  | AWS_SECRET_ACCESS_KEY | llmd-s3-secret |
        | LB-002.10, LB-002.11 | the region variable   | llmd-s3-secret |
      And none of its workload pods spells out these keys of the Secret "llmd-s3-secret":
        | check     | key                   |
        | LB-002.11 | AWS_ACCESS_KEY_ID     |
        | LB-002.11 | AWS_SECRET_ACCESS_KEY |

    @LB-002 @P1 @needs-s3
    Scenario: The download can be followed in the log
      Then the log of its storage initializer mentions:
        | check     | text                         |
        | LB-002.12 | the source of the download   |
        | LB-002.13 | the progress of the download |
        | LB-002.14 | the end of the download      |
      And the log of its storage initializer does not mention:
        | check     | text          |
        | LB-002.15 | 403 Forbidden |
        | LB-002.15 | 404 Not Found |
      # checks: LB-002.11
      And the log of its storage initializer does not show "AWS_SECRET_ACCESS_KEY" of the Secret "llmd-s3-secret"
      # checks: LB-002.11
      And the log of its model server does not show "AWS_SECRET_ACCESS_KEY" of the Secret "llmd-s3-secret"

    @LB-002 @P1 @needs-s3
    Scenario: It answers with the model from S3
      When I ask it "Test S3"
      # checks: LB-002.16, LB-002.17
      Then the answer is a complete chat completion

  Rule: A download that cannot work says why

    Background:
      Given the manifest "llmd-s3-secret" has been applied
      And the manifest "llmd-s3-sa" has been applied

    @EC-LB-101 @P1 @needs-s3
    Scenario: The credentials are not valid
      Given the manifest "llmd-s3-secret" has been applied with these settings:
        | setting           | value       |
        | AWS_ACCESS_KEY_ID | INVALID_KEY |
      When I create an LLM service of my own from "llm-s3"
      # checks: EC-LB-101.2
      Then its workload pods end in "CrashLoopBackOff" within 5 minutes
      And the log of its storage initializer mentions:
        | check       | text               |
        | EC-LB-101.1 | the refused access |
      # checks: EC-LB-101.3
      And it reports "MainWorkloadReady" as false within 5 minutes because "the reason of a failed download"
      # checks: EC-LB-101.3
      And it goes on reporting "MainWorkloadReady" as false for 2 minutes

    @EC-LB-102 @P1 @needs-s3
    Scenario: The bucket does not exist
      When I create an LLM service of my own from "llm-s3" with these settings:
        | setting   | value                          |
        | model URI | s3://non-existent-bucket/model/ |
      # checks: EC-LB-102.2
      Then its workload pods have restarted at least 2 times within 10 minutes
      And the log of its storage initializer mentions:
        | check       | text               |
        | EC-LB-102.1 | the missing bucket |

    @EC-LB-103 @P2 @needs-s3 @needs-network-policy
    Scenario: A network policy cuts the storage off
      Given the manifest "deny-s3" has been applied
      When I create an LLM service of my own from "llm-s3"
      # checks: EC-LB-103.3
      Then it reports "MainWorkloadReady" as false within 15 minutes because "the reason of a failed download"
      # checks: EC-LB-103.3
      And it goes on reporting "MainWorkloadReady" as false for 2 minutes
      And the log of its storage initializer mentions, within 15 minutes:
        | check       | text                  |
        | EC-LB-103.1 | the time-out          |
        | EC-LB-103.2 | the repeated attempts |
