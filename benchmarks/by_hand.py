"""Each guideline that ships as a hand-written function, as one would write it in an hour.

Each returns only the label, for a patient of whom everything that matters is known, numbers in the
unit of the guideline. It checks nothing, knows no unknown and gives no reason; it is the floor that
`single.py` measures against, not an alternative.
"""

from typing import Any

Patient = dict[str, Any]


def aafp(p: Patient) -> str:
    if p["age"] < 18:
        return "OUT_OF_SCOPE"
    if (
        p["severe_neurologic_deficit"]
        or p["progressive_neurologic_deficit"]
        or p["suspected_osteomyelitis"]
        or p["history_of_cancer"]
        or p["suspected_cancer"]
        or p["fever"]
        or p["recent_significant_trauma"]
        or p["other_trauma"]
        or p["sudden_pain_with_tenderness"]
        or p["other_serious_sign"]
    ):
        return "CONSIDER"
    return "DO_NOT_IMAGE" if p["symptom_duration"] < 6 else "NO_GUIDANCE"


def acp_2011(p: Patient) -> str:
    if p["urinary_retention"] or p["fecal_incontinence"] or p["saddle_anesthesia"]:
        return "IMAGE_IMMEDIATELY"
    risks = {"none": 0, "single": 1, "several": 2}[p["other_cancer_risks"]]
    risks += p["history_of_cancer"] + p["unexplained_weight_loss"] + (p["age"] > 50)
    new = p["new_low_back_pain"]
    if (
        (new and p["history_of_cancer"])
        or risks >= 2
        or p["strong_suspicion_of_cancer"]
        or (new and p["fever"] and (p["iv_drug_use"] or p["recent_infection"]))
        or p["leg_weakness"] == "worsening"
        or p["weakness_at_several_levels"]
    ):
        return "IMAGE_URGENTLY"
    if p["age"] < 18:
        return "OUT_OF_SCOPE"
    if p["unchanged_since_imaging"]:
        return "DO_NOT_IMAGE"
    if p["trial_of_therapy"] < 4:
        return "WAIT"
    if p["meaningful_improvement"]:
        return "DO_NOT_IMAGE"
    root = p["nerve_root_leg_pain"] or p["positive_straight_leg_raise"]
    if (
        p["unexplained_weight_loss"]
        or p["age"] > 50
        or p["morning_stiffness_better_with_exercise"]
        or p["alternating_buttock_pain"]
        or p["woken_late_at_night"]
        or p["osteoporosis"]
        or p["long_term_steroids"]
        or p["other_steroids"]
        or p["recent_significant_trauma"]
        or (root and (p["surgery_candidate"] or p["injection_candidate"]))
        or (p["stenosis_signs"] and p["surgery_candidate"])
    ):
        return "IMAGE"
    return "NO_GUIDANCE"


def acr_2021(p: Patient) -> str:
    if p["suspected_cauda_equina"]:
        return "IMAGE"
    if p["age"] < 18 or p["high_velocity_trauma"] or p["suspected_inflammatory_disease"]:
        return "OUT_OF_SCOPE"
    treated, lasts = p["medical_management"], p["symptom_duration"]
    if (
        (p["prior_lumbar_surgery"] and p["new_symptoms_since_surgery"])
        or p["low_velocity_trauma"]
        or p["osteoporosis"]
        or p["age"] > 70
        or p["older_adult"]
        or p["long_term_steroids"]
        or p["suspected_cancer"]
        or p["history_of_cancer"]
        or p["suspected_infection"]
        or p["immunosuppression"]
    ):
        return "IMAGE"
    if lasts >= 4 and (
        p["surgery_candidate"] or p["injection_candidate"] or p["other_intervention_candidate"]
    ):
        if treated >= 6 and not p["meaningful_improvement"]:
            return "IMAGE"
        if treated > 0 and p["symptoms_progressing"]:
            return "IMAGE"
    return "DO_NOT_IMAGE" if treated == 0 and not p["other_red_flag"] else "NO_GUIDANCE"


def canadian_c_spine(p: Patient) -> str:
    if (
        not p["neck_injury_suspected"]
        or p["age"] < 16
        or p["glasgow_coma_scale"] != 15
        or p["time_since_injury"] > 48
        or p["unstable_vital_signs"]
        or p["penetrating_neck_injury"]
        or p["acute_paralysis"]
        or p["known_vertebral_disease"]
        or p["seen_before_for_this_injury"]
        or p["pregnant"]
    ):
        return "OUT_OF_SCOPE"
    if (
        p["age"] >= 65
        or p["paresthesias"]
        or p["fall_height"] >= 1
        or p["stairs_fallen"] >= 5
        or p["axial_load_to_head"]
        or p["high_speed_collision"]
        or p["vehicle_rolled_over"]
        or p["ejected_from_vehicle"]
        or p["recreational_motor_vehicle"]
        or p["bicycle_collision"]
    ):
        return "IMAGE"
    simple = p["rear_end_collision"] and not (
        p["pushed_into_oncoming_traffic"]
        or p["hit_by_bus_or_large_truck"]
        or p["hit_by_high_speed_vehicle"]
    )
    if (
        simple
        or p["sitting_in_emergency_department"]
        or p["walked_since_injury"]
        or p["delayed_neck_pain"]
        or not p["midline_neck_tenderness"]
    ) and p["rotates_neck"]:
        return "DO_NOT_IMAGE"
    return "IMAGE"


def canadian_ct_head(p: Patient) -> str:
    if (
        not p["head_injured"]
        or not 13 <= p["glasgow_coma_scale_on_arrival"] <= 15
        or not (p["witnessed_loss_of_consciousness"] or p["amnesia"] or p["disorientation"])
        or p["age"] < 16
        or p["time_since_injury"] > 24
        or p["penetrating_head_injury"]
        or p["obvious_open_or_depressed_skull_fracture"]
        or p["seizure_or_faint_came_first"]
        or p["seizure_after_injury"]
        or p["bleeding_disorder"]
        or p["focal_neurologic_deficit"]
        or p["unstable_vital_signs"]
        or p["pregnant"]
        or p["seen_before_for_this_injury"]
    ):
        return "OUT_OF_SCOPE"
    if (
        p["glasgow_coma_scale_after_two_hours"] < 15
        or p["suspected_open_or_depressed_skull_fracture"]
        or p["basal_skull_fracture_sign"]
        or p["vomiting_episodes"] >= 2
        or p["age"] >= 65
        or p["amnesia_before_impact"] >= 30
        or p["pedestrian_struck_by_vehicle"]
        or p["ejected_from_vehicle"]
        or p["fall_height"] >= 0.9
        or p["stairs_fallen"] >= 5
    ):
        return "IMAGE"
    return "DO_NOT_IMAGE"


def catch(p: Patient) -> str:
    if (
        p["age"] >= 17
        or not p["head_injured"]
        or p["time_since_injury"] > 24
        or p["glasgow_coma_scale_on_arrival"] < 13
        or not (
            p["witnessed_loss_of_consciousness"]
            or p["amnesia"]
            or p["disorientation"]
            or p["separate_vomiting_episodes"] >= 2
            or (p["persistent_irritability"] and p["age"] < 2)
        )
        or p["penetrating_head_injury"]
        or p["obvious_depressed_skull_fracture"]
        or p["focal_neurologic_deficit"]
        or p["developmental_delay"]
        or p["suspected_child_abuse"]
        or p["seen_before_for_this_injury"]
        or p["pregnant"]
    ):
        return "OUT_OF_SCOPE"
    if (
        p["glasgow_coma_scale_after_two_hours"] < 15
        or p["suspected_open_or_depressed_skull_fracture"]
        or p["worsening_headache"]
        or p["irritability_on_examination"]
        or p["basal_skull_fracture_sign"]
        or p["large_boggy_scalp_hematoma"]
        or p["motor_vehicle_crash"]
        or p["fall_from_bicycle_without_helmet"]
        or p["fall_height"] >= 0.9
        or p["stairs_fallen"] >= 5
        or p["separate_vomiting_episodes"] >= 4
    ):
        return "IMAGE"
    return "DO_NOT_IMAGE"


def low_back_pain(p: Patient) -> str:
    if p["bowel_or_bladder_loss"]:
        return "IMAGE_IMMEDIATELY"
    if (
        p["leg_weakness"] == "worsening"
        or p["saddle_anesthesia"]
        or p["fever_or_chills"]
        or p["unexplained_weight_loss"]
        or p["history_of_cancer"]
        or p["recent_significant_trauma"]
        or p["constant_night_pain"]
        or p["age"] > 70
        or p["long_term_steroids"]
    ):
        return "IMAGE_URGENTLY"
    if p["age"] < 18:
        return "OUT_OF_SCOPE"
    if not p["clinical_question"]:
        return "WAIT"
    weeks = p["conservative_care"]
    failed = weeks >= 4 and not p["meaningful_improvement"]
    if (
        (failed and weeks >= 6)
        or p["procedure_considered"]
        or p["atypical_presentation"]
        or (p["surgery_considered"] and failed)
        or (
            p["persistent_leg_pain"]
            and (
                p["severe_leg_pain"]
                or p["constant_leg_pain"]
                or p["leg_weakness"] == "not_improving"
            )
        )
    ):
        return "IMAGE"
    if failed or p["acute_sports_trauma"] or (p["osteoporosis"] and p["older_adult"]):
        return "CONSIDER"
    return "WAIT"


def nass(p: Patient) -> str:
    if p["age"] < 18:
        return "OUT_OF_SCOPE"
    if (
        p["age"] > 50
        or p["recent_significant_trauma"]
        or p["other_trauma"]
        or p["unintentional_weight_loss"]
        or p["immunosuppression"]
        or p["history_of_cancer"]
        or p["iv_drug_use"]
        or p["long_term_steroids"]
        or p["other_steroids"]
        or p["osteoporosis"]
        or p["focal_neurologic_deficit"]
        or p["symptoms_progressing"]
    ):
        return "CONSIDER"
    return "NO_GUIDANCE"


def new_orleans_head(p: Patient) -> str:
    if (
        not p["head_injured"]
        or p["glasgow_coma_scale_on_arrival"] != 15
        or p["neurologic_exam_abnormal"]
        or not (p["loss_of_consciousness"] or p["amnesia_for_the_injury"])
        or p["age"] < 3
        or p["time_since_injury"] > 24
    ):
        return "OUT_OF_SCOPE"
    if (
        p["headache"]
        or p["vomiting_episodes"] > 0
        or p["age"] > 60
        or p["intoxicated"]
        or p["persistent_anterograde_amnesia"]
        or p["visible_trauma_above_clavicles"]
        or p["suspected_seizure"]
    ):
        return "IMAGE"
    return "NO_GUIDANCE" if p["bleeding_disorder"] else "DO_NOT_IMAGE"


def nexus(p: Patient) -> str:
    if not p["blunt_trauma"] or not p["neck_injury_suspected"]:
        return "OUT_OF_SCOPE"
    if (
        p["midline_neck_tenderness"]
        or p["focal_neurologic_deficit"]
        or p["glasgow_coma_scale"] != 15
        or p["alertness_otherwise_altered"]
        or p["intoxicated"]
        or p["distracting_injury"]
    ):
        return "IMAGE"
    return "DO_NOT_IMAGE"


def nice_ng59(p: Patient) -> str:
    if (
        p["age"] < 16
        or p["suspected_cancer"]
        or p["suspected_infection"]
        or p["suspected_spinal_injury"]
        or p["suspected_inflammatory_disease"]
        or p["other_serious_cause_suspected"]
    ):
        return "OUT_OF_SCOPE"
    if p["care_setting"] == "specialist" and p["clinical_question"]:
        return "CONSIDER"
    return "DO_NOT_IMAGE"


def _not_for_ottawa_ankle_and_foot(p: Patient) -> bool:
    return (
        not p["ankle_or_foot_injured"]
        or p["age"] < 18
        or p["time_since_injury"] > 240
        or p["pregnant"]
        or p["seen_before_for_this_injury"]
        or p["skin_injury_only"]
    )


def _no_bone_found(p: Patient) -> str:
    if (
        p["intoxicated"]
        or p["does_not_cooperate"]
        or p["head_injured"]
        or p["distracting_injury"]
        or p["reduced_leg_sensation"]
    ):
        return "NO_GUIDANCE"
    return "DO_NOT_IMAGE"


def ottawa_ankle(p: Patient) -> str:
    if _not_for_ottawa_ankle_and_foot(p):
        return "OUT_OF_SCOPE"
    if p["malleolar_zone_pain"] and (
        p["lateral_malleolus_tender"]
        or p["medial_malleolus_tender"]
        or (not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"])
    ):
        return "IMAGE"
    return _no_bone_found(p)


def ottawa_foot(p: Patient) -> str:
    if _not_for_ottawa_ankle_and_foot(p):
        return "OUT_OF_SCOPE"
    if p["midfoot_zone_pain"] and (
        p["fifth_metatarsal_base_tender"]
        or p["navicular_tender"]
        or (not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"])
    ):
        return "IMAGE"
    return _no_bone_found(p)


def ottawa_knee(p: Patient) -> str:
    if (
        not p["knee_injured"]
        or p["age"] < 18
        or p["time_since_injury"] > 168
        or p["skin_injury_only"]
        or p["pregnant"]
        or p["seen_before_for_this_injury"]
        or p["paraplegia"]
    ):
        return "OUT_OF_SCOPE"
    if (
        p["age"] >= 55
        or p["fibular_head_tender"]
        or (p["patella_tender"] and not p["other_knee_bone_tender"])
        or not p["bends_knee_to_90_degrees"]
        or (not p["walked_four_steps_after_injury"] and not p["walks_four_steps_now"])
    ):
        return "IMAGE"
    if p["glasgow_coma_scale"] < 15 or p["alertness_otherwise_altered"] or p["multiple_injuries"]:
        return "NO_GUIDANCE"
    return "DO_NOT_IMAGE"


def ottawa_sah(p: Patient) -> str:
    if (
        p["age"] < 16
        or not p["alert"]
        or not p["new_severe_headache"]
        or p["time_to_worst_headache"] > 60
        or p["headache_followed_injury"]
        or p["new_neurologic_deficit"]
        or p["earlier_aneurysm"]
        or p["earlier_subarachnoid_hemorrhage"]
        or p["brain_tumor"]
        or (p["similar_headaches"] >= 3 and p["similar_headaches_for"] >= 6)
    ):
        return "OUT_OF_SCOPE"
    if (
        p["age"] >= 40
        or p["neck_pain_or_stiffness"]
        or p["witnessed_loss_of_consciousness"]
        or p["began_during_exertion"]
        or p["thunderclap"]
        or p["limited_neck_flexion"]
    ):
        return "IMAGE"
    return "DO_NOT_IMAGE"


def pecarn_abdomen(p: Patient) -> str:
    if (
        p["age"] >= 18
        or not p["torso_injured"]
        or p["time_since_injury"] > 24
        or p["penetrating_torso_injury"]
        or p["complicating_neurologic_disorder"]
        or p["abdomen_examined_elsewhere"]
        or p["pregnant"]
    ):
        return "OUT_OF_SCOPE"
    if (
        p["abdominal_wall_trauma"]
        or p["glasgow_coma_scale"] <= 13
        or p["abdominal_tenderness"]
        or p["thoracic_wall_trauma"]
        or p["abdominal_pain"]
        or p["decreased_breath_sounds"]
        or p["vomited_since_injury"]
    ):
        return "CONSIDER"
    return "DO_NOT_IMAGE"


def pecarn_head(p: Patient) -> str:
    if (
        p["age"] >= 18
        or not p["head_injured"]
        or p["time_since_injury"] > 24
        or p["glasgow_coma_scale_on_arrival"] < 14
        or p["trivial_mechanism"]
        or p["penetrating_head_injury"]
        or p["brain_tumor"]
        or p["complicating_neurologic_disorder"]
        or p["head_imaged_for_this_injury"]
        or p["bleeding_disorder"]
        or p["ventricular_shunt"]
    ):
        return "OUT_OF_SCOPE"
    if p["glasgow_coma_scale_on_arrival"] == 14 or p["altered_mental_status"]:
        return "IMAGE"
    severe = (
        p["ejected_from_vehicle"]
        or p["vehicle_rolled_over"]
        or p["pedestrian_struck_by_vehicle"]
        or p["other_passenger_died"]
        or p["unhelmeted_cyclist_struck_by_vehicle"]
        or p["head_struck_by_high_impact_object"]
    )
    if p["age"] < 2:
        if p["palpable_or_unclear_skull_fracture"]:
            return "IMAGE"
        if (
            severe
            or p["scalp_hematoma_not_frontal"]
            or p["time_unconscious"] >= 5
            or p["height_of_any_fall"] > 0.9
            or p["acting_abnormally"]
        ):
            return "CONSIDER"
        return "DO_NOT_IMAGE"
    if p["basal_skull_fracture_sign"]:
        return "IMAGE"
    if (
        severe
        or p["known_or_suspected_loss_of_consciousness"]
        or p["vomiting_episodes"] >= 1
        or p["height_of_any_fall"] > 1.5
        or p["severe_headache"]
    ):
        return "CONSIDER"
    return "DO_NOT_IMAGE"


def pittsburgh_knee(p: Patient) -> str:
    if (
        not p["knee_injured"]
        or p["time_since_injury"] > 168
        or p["skin_injury_only"]
        or p["pregnant"]
        or p["knee_operated_before"]
        or p["seen_before_for_this_injury"]
    ):
        return "OUT_OF_SCOPE"
    if p["knee_blow_or_fall"] and (
        p["age"] < 12 or p["age"] > 50 or not p["walks_four_full_steps_now"]
    ):
        return "IMAGE"
    return "DO_NOT_IMAGE"


def pulmonary_embolism(p: Patient) -> str:
    if (
        not p["pulmonary_embolism_suspected"]
        or p["age"] < 18
        or p["pregnant"]
        or p["circulation_unstable"]
    ):
        return "OUT_OF_SCOPE"
    wells = 3 * p["signs_of_deep_vein_thrombosis"] + 3 * p["alternative_diagnosis_less_likely"]
    wells += 1.5 * (p["pulse"] > 100) + 1.5 * p["earlier_venous_thromboembolism"]
    wells += 1.5 * (p["immobilized"] or p["recent_surgery"])
    wells += p["hemoptysis"] + p["active_cancer"]
    if wells > 4:
        return "IMAGE"
    if (
        p["low_suspicion"]
        and wells < 2
        and p["age"] < 50
        and p["pulse"] < 100
        and p["oxygen_saturation"] >= 95
        and not (
            p["hemoptysis"]
            or p["estrogen_use"]
            or p["recent_surgery"]
            or p["recent_trauma_with_hospital_stay"]
            or p["earlier_venous_thromboembolism"]
            or p["unilateral_leg_swelling"]
            or p["active_cancer"]
            or p["thrombophilia"]
            or p["beta_blocker"]
            or p["amputation"]
            or p["morbid_obesity"]
            or p["baseline_hypoxemia"]
        )
    ):
        return "DO_NOT_IMAGE"
    return "IMAGE" if p["d_dimer_raised"] else "DO_NOT_IMAGE"


def years_algorithm(p: Patient) -> str:
    if (
        not p["pulmonary_embolism_suspected"]
        or p["age"] < 18
        or p["circulation_unstable"]
        or p["pregnant"]
        or p["anticoagulated_for_a_day"]
        or p["life_expectancy_under_three_months"]
    ):
        return "OUT_OF_SCOPE"
    item = (
        p["signs_of_deep_vein_thrombosis"] or p["hemoptysis"] or p["pulmonary_embolism_most_likely"]
    )
    return "IMAGE" if p["d_dimer"] >= (500 if item else 1000) else "DO_NOT_IMAGE"
