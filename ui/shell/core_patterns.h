// Texts of core with names in them, found by the catalogue's pattern that they follow.
#pragma once

#include <QString>

#include <optional>
#include <span>

namespace leukolens::ui {

/// Source texts in context "Core", with %1 to %9 for what differs (core_catalogue_patterns.cpp).
std::span<const char* const> corePatterns();

/// In the program's language; what stands for %1, %2, … is translated too where it is words of core itself. Nothing where no pattern fits, or the language does not know it. Any thread.
std::optional<QString> translatedByPattern(const QString& text);

}  // namespace leukolens::ui
