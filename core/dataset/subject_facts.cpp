#include "core/dataset/subject_facts.h"

namespace leukolens::dataset {

bool SubjectFacts::empty() const {
    return *this == SubjectFacts();
}

std::string_view toString(Sex sex) {
    switch (sex) {
        case Sex::Female: return "female";
        case Sex::Male: return "male";
        case Sex::Other: return "other";
    }
    return "";
}

std::string_view toString(Lineage lineage) {
    switch (lineage) {
        case Lineage::B: return "B";
        case Lineage::T: return "T";
        case Lineage::Myeloid: return "myeloid";
        case Lineage::Mixed: return "mixed";
    }
    return "";
}

std::string_view toString(PrednisoneResponse response) {
    switch (response) {
        case PrednisoneResponse::Good: return "good";
        case PrednisoneResponse::Poor: return "poor";
    }
    return "";
}

std::map<std::string, int> countFacts(const FactsBySubject& facts) {
    std::map<std::string, int> counts;
    for (const auto& [subject, known] : facts) {
        if (known.ageYears) ++counts["ageYears"];
        if (known.sex) ++counts["sex"];
        if (known.whiteCount) ++counts["whiteCount"];
        if (known.immunophenotype) ++counts["immunophenotype"];
        if (!known.genetics.empty()) ++counts["genetics"];
        if (known.prednisoneResponse) ++counts["prednisoneResponse"];
        if (known.mrdPercent) ++counts["mrdPercent"];
        for (const auto& [name, text] : known.other) ++counts[name];
    }
    return counts;
}

}  // namespace leukolens::dataset
