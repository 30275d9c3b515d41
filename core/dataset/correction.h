// One label that a person changed.
#pragma once

#include <string>

namespace leukolens::dataset {

/// One change, bound to the picture's content: it holds wherever the file lies and whatever it is called.
struct Correction {
    enum class Kind { Relabel, Exclude };
    Kind kind = Kind::Exclude;
    std::string sha256;  ///< of the file
    std::string from;    ///< the class that the data gave: kept for good
    std::string to;      ///< Relabel: the class it has from now on; empty otherwise
    std::string reason;  ///< a person's words; never empty
    std::string time;    ///< ISO 8601, UTC
    friend bool operator==(const Correction&, const Correction&) = default;
};

}  // namespace leukolens::dataset
