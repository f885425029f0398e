@kserve @security
Feature: A service that cannot work is refused before it is stored
  # decided in several places: SEC-001.1, SEC-001-T4.1, SEC-001-T4.2, EC-NET-002.1

  Whoever contradicts themselves is told so at once, in one sentence, by the API, not by pods that never come up.
  Each scenario asks several times, and again with the one mistake mended: what is refused is refused each time, for that mistake alone.

  Rule: The degrees of parallelism fit together

    @SEC-001 @SEC-001-T1 @P1
    Scenario: Pipeline and data parallelism exclude each other
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting           | value |
        | pipeline degree   | 2     |
        | data degree       | 2     |
        | local data degree | 2     |
      # checks: SEC-001-T1.1, SEC-001-T1.2, SEC-001.1
      Then it is refused by the validating webhook because "cannot set both pipeline parallelism and data parallelism simultaneously"
      # checks: SEC-001-T1.3, SEC-001-T1.4
      And it is not stored
      And it would be accepted with these settings:
        | setting         | value |
        | pipeline degree | none  |

    @SEC-001 @SEC-001-T2 @P1
    Scenario: Workers need something to share
      When I try to create an LLM service of my own from "llm-worker-alone"
      # checks: SEC-001-T2.1, SEC-001-T2.2, SEC-001.1
      Then it is refused by the validating webhook because "when worker is specified, parallelism must be configured"
      # checks: SEC-001-T2.3
      And it is not stored
      And it would be accepted with these settings:
        | setting       | value |
        | tensor degree | 2     |

    @SEC-001 @SEC-001-T3 @P1
    Scenario: Data parallelism says how much of it is local
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting     | value |
        | data degree | 4     |
      # checks: SEC-001-T3.1, SEC-001-T3.2, SEC-001.1
      Then it is refused by the validating webhook because "dataLocal must be set when data is set"
      And it is not stored
      And it would be accepted with these settings:
        | setting           | value |
        | local data degree | 4     |

    @SEC-001 @SEC-001-T7 @P1
    Scenario: Local data parallelism is a part of a whole
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting           | value |
        | local data degree | 2     |
      # checks: SEC-001-T7.1, SEC-001.1
      Then it is refused by the validating webhook because "data must be set when dataLocal is set"
      And it is not stored
      And it would be accepted with these settings:
        | setting     | value |
        | data degree | 2     |

    @SEC-001 @SEC-001-T6 @P1
    Scenario Outline: A <degree> of <value> is none
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting           | value   |
        | data degree       | <data>  |
        | local data degree | <local> |
        | <degree>          | <value> |
      # checks: SEC-001-T6.1, SEC-001-T6.2, SEC-001.1
      Then it is refused by the validating webhook because "<because>"
      And it is not stored
      And it would be accepted with these settings:
        | setting  | value |
        | <degree> | 2     |

      Examples:
        | degree            | value | data | local | because                                      |
        | pipeline degree   | -2    | none | none  | pipeline parallelism must be greater than 0  |
        | pipeline degree   | 0     | none | none  | pipeline parallelism must be greater than 0  |
        | tensor degree     | -1    | none | none  | tensor parallelism must be greater than 0    |
        | tensor degree     | 0     | none | none  | tensor parallelism must be greater than 0    |
        | data degree       | -1    | none | 2     | data parallelism must be greater than 0      |
        | data degree       | 0     | none | 2     | data parallelism must be greater than 0      |
        | local data degree | -1    | 2    | none  | dataLocal parallelism must be greater than 0 |
        | local data degree | 0     | 2    | none  | dataLocal parallelism must be greater than 0 |

    @SEC-001 @P1
    Scenario Outline: The prefill part of a service is held to the same rules: no <setting> of <value> there
      When I try to create an LLM service of my own from "llm-disagg" with these settings:
        | setting                   | value   |
        | prefill data degree       | <data>  |
        | prefill local data degree | <local> |
        | <setting>                 | <value> |
      # checks: SEC-001.1
      Then it is refused by the validating webhook because "<because>"
      And it is not stored
      And it would be accepted with these settings:
        | setting   | value |
        | <setting> | <sound> |

      Examples:
        | setting                   | value | data | local | sound | because                                                                  |
        | prefill data degree       | 2     | none | none  | none  | dataLocal must be set when data is set                                   |
        | prefill local data degree | 2     | none | none  | none  | data must be set when dataLocal is set                                   |
        | prefill tensor degree     | 0     | none | none  | 1     | tensor parallelism must be greater than 0                                |
        | prefill pipeline degree   | 2     | 2    | 1     | none  | cannot set both pipeline parallelism and data parallelism simultaneously |

  Rule: Who changes a service is held to the same rules as who creates one

    @SEC-001 @P1
    Scenario Outline: A change of the <setting> that contradicts the service is refused, and the service stays as it is
      Given an LLM service of my own from "llm-basic-oci" has reported "PresetsCombined" as true
      When I try to change these settings of it:
        | setting   | value   |
        | <setting> | <value> |
      # checks: SEC-001.1
      Then it is refused by the validating webhook because "<because>"
      # checks: SEC-001.1
      And it is stored as it was before

      Examples:
        | setting          | value      | because                                                  |
        | data degree      | 4          | dataLocal must be set when data is set                   |
        | tensor degree    | 0          | tensor parallelism must be greater than 0                |
        | gateway          | my-gateway | custom gateway cannot be used with managed route         |
        | route references | my-route   | custom HTTP routes cannot be used with a managed gateway |

  Rule: Gateway and route fit together

    @SEC-001 @SEC-001-T4 @EC-NET-002 @P1
    Scenario: A gateway of one's own needs a route of one's own
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting | value      |
        | gateway | my-gateway |
      # checks: SEC-001-T4.1, SEC-001-T4.2, EC-NET-002.1, SEC-001.1
      Then it is refused by the validating webhook because "custom gateway cannot be used with managed route"
      And it is not stored
      And it would be accepted with these settings:
        | setting | value |
        | route   | none  |

    @SEC-001 @SEC-001-T4 @EC-NET-002 @P1
    Scenario: That holds beside a scheduler, and for a gateway of another namespace
      When I try to create an LLM service of my own from "llm-basic-scheduler" with these settings:
        | setting | value               |
        | gateway | gateways/my-gateway |
      # checks: SEC-001-T4.1, SEC-001-T4.2, EC-NET-002.1, SEC-001.1
      Then it is refused by the validating webhook because "custom gateway cannot be used with managed route"
      And it is not stored
      And it would be accepted with these settings:
        | setting | value |
        | route   | none  |

    @SEC-001 @SEC-001-T5 @P1
    Scenario: A route is not both referred to and written down
      When I try to create an LLM service of my own from "llm-inline-route" with these settings:
        | setting          | value    |
        | route references | my-route |
      # checks: SEC-001-T5.1, SEC-001-T5.2, SEC-001.1
      Then it is refused by the validating webhook because "cannot use both custom HTTPRoute refs and an inline route spec"
      And it is not stored
      And it would be accepted with these settings:
        | setting          | value |
        | route references | none  |

    @EC-NET-003 @P1
    Scenario: A route is not both referred to and written down, also behind a gateway of one's own
      When I try to create an LLM service of my own from "llm-custom-gw" with these settings:
        | setting          | value          |
        | route references | existing-route |
      # checks: EC-NET-003.1
      Then it is refused by the validating webhook because "cannot use both custom HTTPRoute refs and an inline route spec"
      And it is not stored
      And it would be accepted with these settings:
        | setting      | value |
        | inline route | none  |

    @SEC-001 @SEC-001-T8 @P1
    Scenario: A route of one's own does not hang on the managed gateway
      When I try to create an LLM service of my own from "llm-basic-oci" with these settings:
        | setting          | value    |
        | route references | my-route |
      # checks: SEC-001-T8.1, SEC-001.1
      Then it is refused by the validating webhook because "custom HTTP routes cannot be used with a managed gateway"
      And it is not stored
      And it would be accepted with these settings:
        | setting | value      |
        | gateway | my-gateway |
