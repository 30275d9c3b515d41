// Result<T>: a value, or the Error that explains why there is none.
#pragma once

#include <tl/expected.hpp>

#include "core/base/error.h"

namespace leukolens {

template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, "does not exist", path, "Check the name.");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string what, std::filesystem::path file = {},
                                  std::string advice = {}) {
    return tl::unexpected<Error>(Error{code, std::move(what), std::move(file), std::move(advice)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace leukolens
