// Accounts in words.
#pragma once

#include <QString>

#include "core/casebook/accounts.h"

namespace leukolens::ui {

QString roleTitle(casebook::Role role);
QString roleHelp(casebook::Role role);  ///< what the role may do, a sentence

}  // namespace leukolens::ui
