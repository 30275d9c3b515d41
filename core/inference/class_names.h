// What the names of classes mean to people.
#pragma once

#include <string>
#include <vector>

namespace leukolens::inference {

/// How a class is written for people: "ALL blast" for all, "Normal" for hem, otherwise the name itself.
std::string displayName(const std::string& className);

/// What a class name is known to mean, for ModelClass::meaning; empty if it is not known.
std::string knownMeaning(const std::string& className);

/// Which of the names means leukemic blast ("all", "blast", "blasts", "leukemia", …, any case); empty if none.
std::string guessBlastClass(const std::vector<std::string>& classes);

}  // namespace leukolens::inference
