// What stands of a cell, and what happened to it, in words.
#pragma once

#include <QString>

#include "core/casebook/case_types.h"

namespace leukolens::ui {

/// One sentence. concealed: nothing of the model's answer.
QString verdictWords(const casebook::CaseCell& cell, bool concealed);
/// Two lines or three: what, when and who, why. concealed: classes are left out, for they tell the model's answer.
QString eventWords(const casebook::CellEvent& event, bool concealed);

}  // namespace leukolens::ui
