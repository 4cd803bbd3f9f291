from tests.prove.law.processes import prove


def test_harmful_mutants_of_sound_processes_are_refused_and_sound_ones_published():
    found = prove(120, seed=7)
    assert found["harmful"] > 60
    assert found["harmless"] > 15
    assert found["harmful refused"] >= 0.95 * found["harmful"]
    assert found["harmless refused"] == found["bases refused"] == 0
