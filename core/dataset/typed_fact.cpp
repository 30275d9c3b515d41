#include "core/dataset/typed_fact.h"

#include <charconv>

#include "core/dataset/fact_values.h"

namespace leukolens::dataset {
namespace {

std::string plain(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

FactKind kindOf(std::string_view name) {
    if (name == "ageYears") return FactKind::Age;
    if (name == "sex") return FactKind::Sex;
    if (name == "whiteCount") return FactKind::WhiteCount;
    if (name == "immunophenotype") return FactKind::Immunophenotype;
    if (name == "genetics") return FactKind::Genetics;
    if (name == "prednisoneResponse") return FactKind::Prednisone;
    if (name == "mrdPercent") return FactKind::Mrd;
    return FactKind::Other;
}

void clear(SubjectFacts& facts, FactKind kind) {
    switch (kind) {
        case FactKind::Age: facts.ageYears.reset(); break;
        case FactKind::Sex: facts.sex.reset(); break;
        case FactKind::WhiteCount: facts.whiteCount.reset(); break;
        case FactKind::Immunophenotype: facts.immunophenotype.reset(); break;
        case FactKind::Genetics: facts.genetics.clear(); break;
        case FactKind::Prednisone: facts.prednisoneResponse.reset(); break;
        case FactKind::Mrd:
            facts.mrdPercent.reset();
            facts.mrdBelow = false;
            break;
        case FactKind::Personal:
        case FactKind::Other: break;
    }
}

}  // namespace

Result<void> setTypedFact(SubjectFacts& facts, std::string_view name, std::string_view text) {
    const FactKind kind = kindOf(name);
    if (kind == FactKind::Other) return fail(ErrorCode::Internal, "is no fact");
    if (isMissing(text)) {
        clear(facts, kind);
        return {};
    }
    // A whole date is none of these facts, and traces a person.
    if (kind == FactKind::Genetics && isDate(text))
        return fail(ErrorCode::InvalidArgument, "is a date, which traces a person");
    return setFact(facts, {kind, 1, {}}, text);
}

std::string typedFact(const SubjectFacts& facts, std::string_view name) {
    switch (kindOf(name)) {
        case FactKind::Age: return facts.ageYears ? plain(*facts.ageYears) : std::string();
        case FactKind::Sex: return facts.sex ? std::string(toString(*facts.sex)) : std::string();
        case FactKind::WhiteCount: return facts.whiteCount ? plain(*facts.whiteCount) : std::string();
        case FactKind::Immunophenotype:
            return facts.immunophenotype ? std::string(toString(*facts.immunophenotype)) : std::string();
        case FactKind::Genetics: return facts.genetics;
        case FactKind::Prednisone:
            return facts.prednisoneResponse ? std::string(toString(*facts.prednisoneResponse)) : std::string();
        case FactKind::Mrd: return facts.mrdPercent ? (facts.mrdBelow ? "<" : "") + plain(*facts.mrdPercent) : std::string();
        case FactKind::Personal:
        case FactKind::Other: break;
    }
    return {};
}

}  // namespace leukolens::dataset
