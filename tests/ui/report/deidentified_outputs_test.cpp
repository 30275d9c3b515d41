// A mark in everything that people and files bring into a case is looked for in everything that leaves the laboratory without names.
#include <gmock/gmock.h>

#include <QImage>


#include <algorithm>
#include <cctype>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/case_archive.h"
#include "core/casebook/thumbnails.h"
#include "core/digest/sha256.h"
#include "core/image/encode.h"
#include "core/report/case_export.h"
#include "core/report/deidentified_report.h"
#include "core/report/fhir_export.h"
#include "core/report/hl7_export.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/pdf_probe.h"
#include "tests/support/zip_entries.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using casebook::CaseCell;
using casebook::CaseId;
using testing::HasSubstr;
using testing::Not;

const std::string kModel(64, 'a');

/// "ZZMARKlabel": what it is found by, and where it came from.
std::string marked(const std::string& where) { return "ZZMARK" + where; }

/// Without blanks and in lower case, since a PDF breaks words, and an export may change their case.
std::string squeezed(const std::string& text) {
    std::string plain;
    for (const unsigned char c : text)
        if (!std::isspace(c)) plain += static_cast<char>(std::tolower(c));
    return plain;
}

bool holds(const std::string& text, const std::string& words) { return squeezed(text).find(squeezed(words)) != std::string::npos; }

/// A comment and an EXIF block that hold the words.
Bytes withMetadata(const Bytes& jpeg, const std::string& words) {
    Bytes whole(jpeg.begin(), jpeg.begin() + 2);
    for (const auto& [marker, content] : {std::pair(0xe1, std::string("Exif\0\0", 6) + words), std::pair(0xfe, words)}) {
        const std::size_t length = content.size() + 2;
        for (const std::size_t byte : {std::size_t{0xff}, static_cast<std::size_t>(marker), length >> 8, length & 0xff}) whole.push_back(static_cast<std::uint8_t>(byte));
        whole.insert(whole.end(), content.begin(), content.end());
    }
    whole.insert(whole.end(), jpeg.begin() + 2, jpeg.end());
    return whole;
}

inference::ModelCard markedCard() {
    inference::ModelCard card;
    card.name = marked("CardName");
    card.description = marked("CardDescription");
    card.network = "inception_v3";
    card.classes = {{"all", marked("CardMeaning"), {}, {}, {}}, {"hem", {}, {}, {}, {}}};
    card.blastClass = "all";
    card.threshold = 0.4375;
    card.training = {marked("CardProtocol"), 1, 3, 1, marked("CardSettings"), marked("CardData"), marked("CardStart"), false};
    card.metrics = {{inference::kLockedSensitivity, 0.95, {}, {}, 0.95, marked("CardMeasured"), marked("CardMethod")}, {marked("CardMetric"), 1, {}, {}, 0.95, {}, {}}};
    card.eightBit = inference::EightBitFacts{{{marked("CardRange"), 1.0}}, 1, 100, marked("CardChosen"), marked("CardCompared")};
    card.program = marked("CardProgram");
    card.created = marked("CardCreated");
    card.licence = marked("CardLicence");
    card.intendedUse = marked("CardUse");
    card.limits = marked("CardLimits");
    card.weightsSha256 = kModel;
    return card;
}

class DeidentifiedOutputs : public testing::Test {
protected:
    void SetUp() override {
        store = casebook::CaseStore::open(folder / "cases").value();
        store->setUser(marked("Account"));
        ASSERT_TRUE(store->keepModelCard(kModel, inference::toJson(markedCard()).dump()));
        sessions = {makeSession(0, "1987-06-10"), makeSession(3, "1987-07-03")};
        casebook::Patients patients(*store);
        patient = store->findCase(sessions[0])->patient;
        ASSERT_TRUE(patients.setNotes(patient, marked("Notes"), patients.find(patient)->patient.version));
        for (const auto& [name, value] : {std::pair("genetics", "ETV6::RUNX1, " + marked("Genetics")), {"immunophenotype", std::string("B")}, {"ageYears", std::string("4.5")}, {"whiteCount", std::string("12.25")}}) {
            casebook::PatientFact fact;
            fact.name = name;
            fact.value = value;
            fact.date = "1987-06-08";
            fact.note = marked("FactNote");
            const auto added = patients.addFact(patient, fact);
            ASSERT_TRUE(added) << added.error().message();
        }
        ASSERT_TRUE(store->sign(sessions[1], store->findCase(sessions[1])->version));
        options.lab = {marked("LabName"), {marked("LabAddress")}, folder / (marked("LabLogo") + ".png")};
        QImage logo(20, 10, QImage::Format_RGB32);
        logo.fill(Qt::darkGreen);
        ASSERT_TRUE(logo.save(QString::fromStdString(toUtf8(options.lab.logo))));
        options.allCells = true;
    }

    CaseId makeSession(int first, const std::string& taken) {
        const CaseId id = store->createCase(marked("Label")).value();
        std::vector<CaseCell> cells;
        for (int i = first; i < first + 3; ++i) cells.push_back(pictured(i));
        const auto added = store->addCells(id, cells);
        EXPECT_TRUE(added) << added.error().message();
        cells = store->cells(id).value();
        EXPECT_TRUE(store->decide(id, std::vector<casebook::CellDecision>{{cells[0].id, {"hem", false, true, true}}, {cells[1].id, {"all", false, false, true}}}, marked("Reason")));
        EXPECT_TRUE(store->describeSample(id, taken, casebook::Material::Marrow, marked("Comment"), store->findCase(id)->version));
        const auto reading = store->startReading(id, marked("Reader")).value();
        EXPECT_TRUE(store->decideReading(reading, std::vector<casebook::CaseStore::ReadingDecision>{{cells[0].id, casebook::ReaderVerdict{"hem", false}}, {cells[1].id, casebook::ReaderVerdict{"hem", false}}}));
        EXPECT_TRUE(store->finishReading(reading));
        casebook::SlideCell mark;
        mark.slide = "/scans/" + marked("Slide") + ".svs";
        mark.width = mark.height = 30;
        mark.picture = cells[0].path;
        std::vector<casebook::SlideCell> marks = {mark};
        EXPECT_TRUE(store->addSlideCells(id, marks));
        return id;
    }

    /// The third of each session is gone.
    CaseCell pictured(int number) {
        image::Image picture{24, 20, {}};
        for (int i = 0; i < 24 * 20 * 3; ++i) picture.rgb.push_back(static_cast<std::uint8_t>(i * 7 + number * 31));
        const Bytes jpeg = *image::encodeJpeg(picture, 90);
        const Bytes bytes = number % 2 == 0 ? withMetadata(jpeg, marked("Exif")) : image::withPngComment(*image::encodePng(picture), marked("PngComment"));
        CaseCell cell;
        cell.path = toUtf8(folder / (marked("Folder") + "/" + marked("File") + std::to_string(number) + (number % 2 == 0 ? ".jpg" : ".png")));
        std::filesystem::create_directories(std::filesystem::path(cell.path).parent_path());
        cell.sha256 = digest::sha256(bytes);
        originals.push_back(cell.sha256);
        EXPECT_TRUE(number % 3 == 2 || writeFileAtomically(cell.path, bytes));
        EXPECT_TRUE(casebook::Thumbnails(*store).keep(std::vector{std::pair(cell.sha256, withMetadata(jpeg, marked("ThumbnailExif")))}));
        cell.modelName = marked("ModelName");
        cell.modelSha256 = kModel;
        cell.classes = {"all", "hem"};
        cell.probabilities = {0.625, 0.375};
        cell.predictedClass = cell.assignedClass = "all";
        cell.flags = {"uncertain", marked("Flag")};
        cell.asked = {8, {std::string(64, 'b'), marked("OtherModel")}};
        return cell;
    }

    /// Every output with its name; of a zip its entries and their names.
    std::map<std::string, std::string> outputs(bool deidentified) {
        std::map<std::string, std::string> all;
        report::CaseReport report = report::readCaseReport(*store, sessions[1]).value();
        if (deidentified) report = report::deidentified(std::move(report));
        all["csv"] = report::caseCsv(report);
        all["json"] = report::caseJson(report).dump();
        all["fhir"] = report::caseFhir(report).dump();
        all["hl7"] = report::caseHl7(report);
        const auto zip = folder / (deidentified ? "hidden.zip" : "whole.zip");
        const auto written = casebook::exportCase(*store, patient, zip, {deidentified}, progress, {});
        if (!written) throw std::runtime_error(written.error().message());
        for (auto& [name, content] : leukolens::test::zipEntries(zip)) all["zip/" + name] = std::move(content);
        for (const char* language : {"en", "de", "id"}) addPdf(all, report, language);
        return all;
    }

    void addPdf(std::map<std::string, std::string>& all, const report::CaseReport& report, const char* language) {
        if (!test::hasPoppler()) return;
        options.language = language;
        const auto file = folder / "report.pdf";
        const auto written = writeCaseReport(report, options, file, progress, {});
        if (!written) throw std::runtime_error(std::string(language) + ": " + written.error().message());
        pictures = test::pdfPictures(file);
        // What is written in letters, what the file says of itself, and all else as it stands in the file.
        all[std::string("pdf ") + language] = test::pdfText(file) + test::pdfMetadata(file) + test::pdfInfo(file, "Title") + test::pdfInfo(file, "Author") + test::pdfUncompressed(file);
    }

    test::TempFolder folder;
    NoProgress progress;
    std::unique_ptr<casebook::CaseStore> store;
    std::vector<CaseId> sessions;
    std::vector<std::string> originals;  ///< checksums of pictures
    casebook::PatientId patient = 0;
    ReportOptions options;
    int pictures = 0;
};

TEST_F(DeidentifiedOutputs, WithNamesTheyHoldWhatIsMarked) {
    const auto all = outputs(false);
    std::string together;
    for (const auto& [name, content] : all) together += name + '\n' + content + '\n';
    std::vector<std::string> expected = {"Account", "Notes", "Genetics", "FactNote", "Label", "Reason", "Comment", "Reader", "Slide", "File", "Folder", "ModelName", "Flag", "OtherModel", "CardName", "CardDescription", "CardMeaning", "CardLicence"};
    if (test::hasPoppler()) expected.insert(expected.end(), {"LabName", "LabAddress"});
    for (const auto& where : expected) EXPECT_TRUE(holds(together, marked(where))) << where << " cannot be missed where it never was";
    EXPECT_TRUE(holds(together, originals[3]));
    EXPECT_TRUE(holds(together, casebook::AuditTrail(*store).head().value()));
}

TEST_F(DeidentifiedOutputs, HoldNoneOfIt) {
    const auto all = outputs(true);
    std::vector<std::string> traces = originals;
    traces.push_back(casebook::AuditTrail(*store).head().value());
    for (const CaseId session : sessions) {
        const auto signatures = store->signatures(session).value();
        for (const auto& signature : signatures) traces.push_back(signature.head);
    }
    traces.insert(traces.end(), {"ZZMARK", "1987-06", "1987-07", toUtf8(folder.path())});
    for (const auto& [name, content] : all) {
        for (const std::string& trace : traces) {
            EXPECT_FALSE(holds(name, trace)) << trace << " in the name " << name;
            const std::string plain = squeezed(content), sought = squeezed(trace);
            const auto at = plain.find(sought);
            EXPECT_EQ(at, std::string::npos) << trace << " in " << name << ": …" << plain.substr(at > 60 && at != std::string::npos ? at - 60 : 0, 160);
        }
    }
    EXPECT_EQ(pictures, test::hasPoppler() ? 2 * 2 : 0) << "two of three pictures lie where they did: once among the chosen, once among all";
}

TEST_F(DeidentifiedOutputs, KeepWhatIsOfNobody) {
    const auto all = outputs(true);
    for (const char* name : {"csv", "json", "fhir", "hl7", "zip/manifest.json"}) EXPECT_THAT(all.at(name), HasSubstr(kModel)) << name;
    for (const char* name : {"json", "fhir", "hl7", "zip/manifest.json"}) EXPECT_THAT(all.at(name), HasSubstr("inception_v3")) << name;
    for (const char* name : {"json", "fhir", "hl7"}) EXPECT_THAT(all.at(name), HasSubstr("0.4375")) << name;
    if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    EXPECT_THAT(all.at("pdf en"), HasSubstr("inception_v3"));
    EXPECT_THAT(all.at("pdf en"), HasSubstr("Genetics Other"));
    EXPECT_THAT(all.at("pdf en"), HasSubstr("Reader 1"));
    EXPECT_THAT(all.at("pdf de"), HasSubstr("Genetik Anderes"));
    EXPECT_THAT(all.at("pdf en"), Not(HasSubstr("Audit trail")));
}

TEST_F(DeidentifiedOutputs, AnArchiveOfItIsReadAgain) {
    ASSERT_TRUE(casebook::exportCase(*store, patient, folder / "hidden.zip", {true}, progress, {}));
    const auto target = casebook::CaseStore::open(folder / "other").value();
    const auto in = casebook::importCase(*target, folder / "hidden.zip", casebook::KeptPictures::in(folder / "kept"), {}, progress, {});
    ASSERT_TRUE(in) << in.error().message();
    const auto report = report::readCaseReport(*target, in->sessions[1]).value();
    ASSERT_TRUE(report.modelFacts.at(0).card) << "cards without names are cards";
    EXPECT_EQ(report.modelFacts[0].card->threshold, 0.4375);
    EXPECT_EQ(report.modelFacts[0].name, "inception_v3");
    EXPECT_EQ(report.cells.size(), 3u);
}

}  // namespace
}  // namespace leukolens::ui
