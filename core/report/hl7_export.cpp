#include "core/report/hl7_export.h"

#include <algorithm>
#include <vector>

#include "core/base/files.h"
#include "core/casebook/deidentify.h"
#include "core/digest/sha256.h"
#include "core/report/coded_values.h"
#include "core/report/export_words.h"

namespace leukolens::report {
namespace {

constexpr const char* kApplication = "LEUKOLENS";
constexpr std::size_t kMostControlId = 20, kMostString = 199;

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '|': safe += "\\F\\"; break;
            case '^': safe += "\\S\\"; break;
            case '&': safe += "\\T\\"; break;
            case '~': safe += "\\R\\"; break;
            case '\\': safe += "\\E\\"; break;
            default: safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return safe;
}

/// Fields of texts repeat, a line each: not every reader knows the formatting commands of FT.
std::string escapedLines(const std::string& text) {
    std::string lines;
    for (std::size_t at = 0;;) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        lines += escaped(text.substr(at, end - at));
        if (end == text.size()) return lines;
        lines += '~';
        at = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
    }
}

/// HL7's form of "2024-05-31", "2024-05-31T09:07:00+02:00" or "2024"; empty of days.
std::string hl7Time(const std::string& iso) {
    if (casebook::numberOfDay(iso)) return {};
    std::string time, zone = iso;
    if (const auto end = iso.find_first_of("+-Z", std::min<std::size_t>(iso.size(), 10)); end != std::string::npos) {
        time = iso.substr(0, end);
        zone = iso[end] == 'Z' ? "+0000" : iso.substr(end);
    } else {
        time = iso;
        zone.clear();
    }
    const auto compact = [](std::string& text, const char* without) { std::erase_if(text, [&](char c) { return std::string_view(without).find(c) != std::string_view::npos; }); };
    compact(time, "-:T");
    compact(zone, ":");
    return time + zone;
}

std::string codeField(const Code& code) {
    const std::string ours = escaped(code.code) + "^" + escaped(code.text) + "^" + kLocalSystemV2;
    return code.loinc.empty() ? ours : escaped(code.loinc) + "^" + escaped(code.loincText) + "^LN^" + ours;
}

/// Fields of one segment by their number, as the standard counts them.
class Segment {
public:
    explicit Segment(std::string name) : m_fields{std::move(name)} {}
    Segment& put(std::size_t field, std::string text) {
        if (m_fields.size() <= field) m_fields.resize(field + 1);
        m_fields[field] = std::move(text);
        return *this;
    }
    std::string text() const {
        std::string line;
        for (std::size_t i = 0; i < m_fields.size(); ++i) line += (i ? "|" : "") + m_fields[i];
        return line + "\r";
    }

private:
    std::vector<std::string> m_fields;
};

class Message {
public:
    explicit Message(const CaseReport& report) : m_report(report) {}

    std::string make() {
        std::string body = patient() + note(1, kResearchUseNotice) + order();
        for (const CodedObservation& said : codedObservations(m_report)) body += observation(said);
        for (const ModelFacts& model : m_report.modelFacts) body += this->model(model);
        for (const auto& signature : m_report.signatures) body += signatureOf(signature);
        body += specimen();
        return header(digest::sha256(body + m_report.made).substr(0, kMostControlId)) + body;
    }

private:
    std::string header(const std::string& controlId) const {
        return "MSH|^~\\&|" + std::string(kApplication) + "||||" + hl7Time(m_report.made) + "||ORU^R01^ORU_R01|" + controlId + "|P|2.5.1||||||UNICODE UTF-8\r";
    }

    std::string patient() const {
        const std::string sex = sexOf(m_report);
        return Segment("PID")
            .put(1, "1")
            .put(3, escaped(patientIdentifier(m_report)) + "^^^" + kApplication + "^PI")
            .put(5, "^^^^^^S")
            .put(8, sex == "female" ? "F" : sex == "male" ? "M" : sex == "other" ? "O" : "U")
            .text();
    }

    static std::string note(int number, const std::string& text) { return Segment("NTE").put(1, std::to_string(number)).put(2, "L").put(3, escapedLines(text)).text(); }

    std::string order() const {
        const std::string filler = sessionIdentifier(m_report) + "^" + kApplication;
        std::string text = Segment("ORC").put(1, "RE").put(3, filler).text() + Segment("OBR")
                                                                                   .put(1, "1")
                                                                                   .put(3, filler)
                                                                                   .put(4, codeField({"cell-classification", "Classification of white blood cell pictures"}))
                                                                                   .put(7, hl7Time(m_report.summary.taken))
                                                                                   .put(22, hl7Time(m_report.made))
                                                                                   .put(24, "HM")
                                                                                   .put(25, resultStatus())
                                                                                   .text();
        if (!m_report.summary.comment.empty()) text += note(1, m_report.summary.comment);
        return text;
    }

    std::string resultStatus() const { return m_report.summary.state == casebook::CaseState::Signed ? "F" : "P"; }

    std::string statusOf(CodedObservation::Source source) const {
        switch (source) {
            case CodedObservation::Source::Program: return resultStatus();
            case CodedObservation::Source::Person: return "F";
            case CodedObservation::Source::Earlier: return "R";
        }
        return "R";
    }

    std::string result(const CodedValue& value, const std::string& group, const std::string& status, const std::string& date, const std::string& person = {}) {
        Segment segment("OBX");
        segment.put(1, std::to_string(++m_results)).put(3, codeField(value.code)).put(4, group);
        if (const auto* number = std::get_if<double>(&value.value)) {
            const std::string plain = plainNumber(*number);
            segment.put(2, value.comparator.empty() ? "NM" : "SN").put(5, value.comparator.empty() ? plain : escaped(value.comparator) + "^" + plain);
            if (!value.unit.empty()) segment.put(6, escaped(value.unit) + "^^UCUM");
        } else {
            const auto& text = std::get<std::string>(value.value);
            segment.put(2, text.size() > kMostString || text.find_first_of("\r\n") != std::string::npos ? "TX" : "ST").put(5, escapedLines(text));
        }
        segment.put(11, status);
        if (const std::string time = hl7Time(date); !time.empty()) segment.put(14, time);
        if (!person.empty()) segment.put(16, escaped(person));
        return segment.text();
    }

    std::string observation(const CodedObservation& said) {
        const std::string group = std::to_string(++m_groups), status = statusOf(said.source);
        std::string text = result(said.main, group, status, said.date);
        if (!said.note.empty()) text += note(1, said.note);
        for (const CodedValue& part : said.parts) text += result(part, group, status, said.date);
        if (const auto day = casebook::numberOfDay(said.date)) text += result({{"day", "Days since the start"}, static_cast<double>(*day), "d"}, group, status, said.date);
        return text;
    }

    std::string model(const ModelFacts& model) {
        CodedObservation said{{{"model", "Model that answered"}, model.name}};
        said.parts.push_back({{"model-sha256", "SHA-256 of the model's file"}, model.sha256});
        if (model.card && model.card->threshold) said.parts.push_back({{"threshold", "Probability of blast from which a cell counts as one"}, *model.card->threshold});
        if (model.card && model.card->temperature) said.parts.push_back({{"temperature", "Calibration: logits are divided by it"}, *model.card->temperature});
        return observation(said);
    }

    std::string signatureOf(const casebook::Signature& signature) {
        const std::string group = std::to_string(++m_groups);
        std::string text = result({{"signature", "Signature"}, signature.role.empty() ? "signed" : "signed as " + signature.role}, group, "F", signature.time, signature.person);
        if (!signature.head.empty()) text += result({{"signature-head", "SHA-256 of the audit trail's last line before it"}, signature.head}, group, "F", signature.time);
        if (const auto day = casebook::numberOfDay(signature.time)) text += result({{"day", "Days since the start"}, static_cast<double>(*day), "d"}, group, "F", signature.time);
        return text;
    }

    std::string specimen() const {
        std::string type;
        switch (m_report.summary.material) {
            case casebook::Material::Unknown: return {};
            case casebook::Material::Blood: type = "119297000^Blood specimen^SCT"; break;
            case casebook::Material::Marrow: type = "119359002^Bone marrow specimen^SCT"; break;
            case casebook::Material::Other: type = std::string("other^Other^") + kLocalSystemV2; break;
        }
        Segment segment("SPM");
        segment.put(1, "1").put(4, type);
        if (const std::string taken = hl7Time(m_report.summary.taken); !taken.empty()) segment.put(17, taken);
        return segment.text();
    }

    const CaseReport& m_report;
    int m_results = 0, m_groups = 0;
};

}  // namespace

std::string caseHl7(const CaseReport& report) { return Message(report).make(); }

Result<void> writeCaseHl7(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseHl7(report));
}

}  // namespace leukolens::report
