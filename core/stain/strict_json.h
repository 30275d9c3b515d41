// Reading JSON whose every entry is expected. These throw std::invalid_argument, saying what is wrong in words for Error::what.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace leukolens::stain {

/// `json` is an object with exactly these keys.
void requireKeys(const nlohmann::json& json, std::initializer_list<std::string_view> keys);

/// A finite number in low…high. `name` is for the message.
double numberIn(const nlohmann::json& json, const std::string& name, double low, double high);

/// A whole number in low…high.
int wholeIn(const nlohmann::json& json, const std::string& name, int low, int high);

/// `json` is an array of `size` entries.
const nlohmann::json& arrayOf(const nlohmann::json& json, const std::string& name, std::size_t size);

}  // namespace leukolens::stain
