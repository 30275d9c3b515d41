// Whether a server let nobody in who would be let in with another password.
#pragma once

#include "core/base/error.h"

namespace leukolens::casebook {

/// Of a failed CaseStore::open(): the server asks for a password, or does not take the one that it was given. False of every other failure.
bool wantsPassword(const Error& error);

}  // namespace leukolens::casebook
