#include "core/weights/checked_json.h"

#include <stdexcept>
#include <unordered_set>

#include "core/weights/tensor_record.h"

namespace leukolens::weights {
namespace {

/// Reads without keeping anything but the keys of the objects that are open.
class Checker final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Checker(int maxDepth) : m_maxDepth(maxDepth) {}

    std::string fault;  ///< empty if nothing is wrong

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (m_keys.back().insert(name).second) return true;
        fault = "'" + printable(name) + "' occurs twice";
        return false;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        fault = "cannot be read";
        return false;
    }

private:
    bool open() {
        m_keys.emplace_back();
        if (static_cast<int>(m_keys.size()) <= m_maxDepth) return true;
        fault = "is nested too deeply";
        return false;
    }

    bool close() {
        m_keys.pop_back();
        return true;
    }

    int m_maxDepth;
    std::vector<std::unordered_set<std::string>> m_keys;
};

}  // namespace

nlohmann::json parseChecked(std::span<const std::uint8_t> text, int maxDepth) {
    Checker checker(maxDepth);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &checker)) throw std::invalid_argument(checker.fault);
    return nlohmann::json::parse(text.begin(), text.end());
}

}  // namespace leukolens::weights
