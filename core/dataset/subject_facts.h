// What is known of a subject besides its cells. Whatever is not known is empty: nothing is ever filled in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace leukolens::dataset {

enum class Sex { Female, Male, Other };
enum class Lineage { B, T, Myeloid, Mixed };
/// To a week of prednisone, on day 8: good is fewer than 1,000 blasts per µL of blood (Riehm et al., Haematol Blood Transfus 1987).
enum class PrednisoneResponse { Good, Poor };

struct SubjectFacts {
    std::optional<double> ageYears;  ///< at diagnosis, 0 to 120
    std::optional<Sex> sex;
    std::optional<double> whiteCount;  ///< 10⁹/L at diagnosis, 0 to 2,000
    std::optional<Lineage> immunophenotype;
    std::string genetics;  ///< as recorded, UTF-8
    std::optional<PrednisoneResponse> prednisoneResponse;
    std::optional<double> mrdPercent;          ///< minimal residual disease at the end of induction, 0 to 100 %
    bool mrdBelow = false;                     ///< it was recorded as "<mrdPercent": nothing was found above that limit
    std::map<std::string, std::string> other;  ///< further columns, by their name; never empty texts

    bool empty() const;
    bool operator==(const SubjectFacts&) const = default;
};

/// By the subject's id, as in Dataset::subjects.
using FactsBySubject = std::map<std::string, SubjectFacts>;

std::string_view toString(Sex sex);                      ///< "female", "male", "other"
std::string_view toString(Lineage lineage);              ///< "B", "T", "myeloid", "mixed"
std::string_view toString(PrednisoneResponse response);  ///< "good", "poor"

/// How many subjects have each fact, by its name in JSON ("ageYears", …) or the name of the further column; those of nobody are absent.
std::map<std::string, int> countFacts(const std::map<std::string, SubjectFacts>& facts);

/// {"version":1,"subjects":{ID:{"ageYears":4.5,"sex":"female","whiteCount":12,"immunophenotype":"B","genetics":TEXT,"prednisoneResponse":"good",
/// "mrdPercent":0.01,"mrdBelow":true,"other":{NAME:TEXT}}}}; what is missing has no key.
nlohmann::json toJson(const FactsBySubject& facts);

/// The same back. Strict: fails with ReadFailed, naming subject and key, for what is no JSON, a key that is not of this form or comes twice, a value
/// of another kind or outside the ranges above. `file` is only named in errors.
Result<FactsBySubject> factsFromJson(std::string_view text, const std::filesystem::path& file);

}  // namespace leukolens::dataset
