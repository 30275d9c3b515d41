// Whether a text about genetics is genetics alone.
#pragma once

#include <string_view>

namespace leukolens::casebook {

/// Whether every word is of a closed list (genes of acute leukemia, "hyperdiploidy", "iAMP21", "rearranged", …), a part of a karyotype (ISCN: "46,XX,t(9;22)(q34;q11)"), or made of such ("ETV6::RUNX1", "BCR-ABL1-like"); so that it
/// can hold no name, number or date of anybody. ASCII, in any case; an empty text is not.
bool isKnownGenetics(std::string_view text);

}  // namespace leukolens::casebook
