#include "core/casebook/case_archive.h"

#include <signal.h>
#include <sys/resource.h>
#include <zip.h>

#include <functional>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "core/casebook/audit_trail.h"
#include "core/casebook/thumbnails.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/casebook/store_test.h"
#include "tests/support/zip_bytes.h"
#include "tests/support/zip_entries.h"

namespace leukolens::casebook::test {
namespace {

namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using leukolens::test::ZipPart;
using nlohmann::json;

constexpr const char* kName = "Ana Secret Ж";

image::Image drawn(int number) {
    image::Image picture{24, 20, {}};
    for (int i = 0; i < 24 * 20 * 3; ++i) picture.rgb.push_back(static_cast<std::uint8_t>(i * 7 + number * 31));
    return picture;
}

/// Files below a folder; none where there is no folder.
std::vector<std::string> filesBelow(const fs::path& folder) {
    std::vector<std::string> files;
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path().filename().string());
    return files;
}

class CaseArchive : public testing::Test {
protected:
    /// A patient with two sessions: pictures of three kinds, corrections, a signature, a reading, marks on a slide, facts, notes.
    void SetUp() override {
        store = openStore(folder / "cases.sqlite");
        store->setUser("Dr. Secret Person");
        sessions = {makeSession(0, "2024-01-10", Material::Marrow), makeSession(4, "2024-02-03", Material::Blood)};
        patient = store->findCase(sessions[0])->patient;
        Patients patients(*store);
        addFact("ageYears", "91.5", "2024-01-01");
        addFact("treatmentStart", "2024-01-05", "2024-01-05");
        addFact("whiteCount", "12.25", "2024-01-02");
        ASSERT_TRUE(patients.setNotes(patient, "Secret notes", patients.find(patient)->patient.version));
        ASSERT_TRUE(signNow(*store, sessions[1]));
    }

    CaseId makeSession(int first, const std::string& taken, Material material) {
        const CaseId id = store->createCase(kName).value();
        std::vector<CaseCell> cells;
        for (int i = first; i < first + 4; ++i) cells.push_back(pictured(i));
        EXPECT_TRUE(store->addCells(id, cells));
        EXPECT_TRUE(store->decide(id, asClass({cells[1].id}, "hem"), "looked again"));
        EXPECT_TRUE(store->decide(id, std::vector<CellDecision>{{cells[2].id, {"all", true, true, true}}}));
        EXPECT_TRUE(store->describeSample(id, taken, material, "Secret comment", store->findCase(id)->version));
        const ReadingId reading = store->startReading(id, "Second Secret").value();
        EXPECT_TRUE(store->decideReading(reading, std::vector<CaseStore::ReadingDecision>{{cells[0].id, ReaderVerdict{"hem", false}}, {cells[3].id, ReaderVerdict{"", true}}}));
        EXPECT_TRUE(store->finishReading(reading));
        SlideCell mark;
        mark.slide = "/scans/Secret Name 1970-05-30.svs";
        mark.x = 10.5;
        mark.y = 20;
        mark.width = mark.height = 30;
        mark.picture = cells[1].path;
        std::vector<SlideCell> marks = {mark, mark};
        marks[1].score = 0.25;
        EXPECT_TRUE(store->addSlideCells(id, marks));
        EXPECT_TRUE(store->removeSlideCells(id, std::vector<SlideCellId>{marks[1].id}, Removal::TakenOut));
        return id;
    }

    CaseCell pictured(int number) {
        const auto picture = drawn(number);
        const bool bmp = number % 2 == 1;
        const Bytes bytes = bmp ? *image::encodeBmp(picture) : image::withPngComment(*image::encodePng(picture), "SECRET NAME");
        CaseCell cell = someCell(number);
        cell.path = (folder / ("Zelle " + std::to_string(number) + (bmp ? ".bmp" : ".png"))).string();
        EXPECT_TRUE(writeFileAtomically(cell.path, bytes));
        cell.sha256 = digest::sha256(bytes);
        cell.embedding = {0.5f, -1.25f, static_cast<float>(number)};
        cell.flags = {"uncertain"};
        cell.asked = {8, {std::string(64, 'b')}};
        cell.disagreement = 0.125;
        cell.fileBytes = static_cast<std::int64_t>(bytes.size());
        return cell;
    }

    void addFact(const std::string& name, const std::string& value, const std::string& date) {
        PatientFact fact;
        fact.name = name;
        fact.value = value;
        fact.date = date;
        fact.note = "Secret note";
        EXPECT_TRUE(Patients(*store).addFact(patient, fact));
    }

    WrittenArchive written(const fs::path& file, bool deidentified = false) {
        auto result = exportCase(*store, patient, file, {deidentified}, progress, {});
        if (!result) throw std::runtime_error(result.error().message());
        return *result;
    }

    Result<ImportedCase> imported(CaseStore& target, const fs::path& zip, bool add = false) { return importCase(target, zip, KeptPictures::in(folder / "kept"), {add}, progress, {}); }

    TempFolder folder;
    NoProgress progress;
    std::unique_ptr<CaseStore> store;
    std::vector<CaseId> sessions;
    PatientId patient = 0;
};

class CaseArchiveInto : public CaseArchive, public testing::WithParamInterface<Kind> {};
LEUKOLENS_ON_BOTH_DATABASES(CaseArchiveInto);

TEST_P(CaseArchiveInto, AnotherStoreOpensWithEverythingInIt) {
    const auto before = store->cells(sessions[0]).value();
    const auto told = written(folder / "ana.zip");
    EXPECT_EQ(told.sessions, 2);
    EXPECT_EQ(told.cells, 8);
    EXPECT_EQ(told.pictures, 8);
    EXPECT_TRUE(told.missing.empty());
    const auto target = openStore(GetParam() == Kind::Server ? newServerPlace() : StoreAddress(folder / "other.sqlite"));
    const auto in = imported(*target, folder / "ana.zip");
    ASSERT_TRUE(in) << in.error().message();
    EXPECT_EQ(in->cells, 8);
    EXPECT_EQ(in->pictures, 8);
    EXPECT_EQ(in->originHead, AuditTrail(*store).head().value());
    ASSERT_EQ(in->sessions.size(), 2u);
    const auto there = Patients(*target).find(in->patient).value();
    EXPECT_EQ(there.patient.label, kName);
    EXPECT_EQ(there.patient.notes, "Secret notes");
    EXPECT_EQ(there.sessions[0].taken, "2024-01-10");
    EXPECT_EQ(there.sessions[0].material, Material::Marrow);
    EXPECT_EQ(there.sessions[0].comment, "Secret comment");
    EXPECT_EQ(there.sessions[1].counts, store->findCase(sessions[1])->counts);
    const auto facts = Patients(*target).facts(in->patient).value(), known = Patients(*store).facts(patient).value();
    ASSERT_EQ(facts.size(), known.size());
    for (std::size_t i = 0; i < facts.size(); ++i) EXPECT_EQ(std::tie(facts[i].name, facts[i].value, facts[i].date, facts[i].note), std::tie(known[i].name, known[i].value, known[i].date, known[i].note));

    const auto cells = target->cells(in->sessions[0]).value();
    ASSERT_EQ(cells.size(), before.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(cells[i].probabilities, before[i].probabilities);
        EXPECT_EQ(cells[i].embedding, before[i].embedding);
        EXPECT_EQ(cells[i].verdict(), before[i].verdict());
        EXPECT_EQ(cells[i].predictedClass, before[i].predictedClass);
        EXPECT_EQ(cells[i].flags, before[i].flags);
        EXPECT_EQ(cells[i].asked, before[i].asked);
        EXPECT_EQ(cells[i].disagreement, before[i].disagreement);
        EXPECT_EQ(cells[i].added, before[i].added);
        EXPECT_EQ(fs::path(cells[i].path).stem(), fs::path(before[i].path).stem());
        const Bytes kept = readFile(cells[i].path, 1 << 20).value();
        EXPECT_EQ(digest::sha256(kept), cells[i].sha256);
        EXPECT_EQ(image::decodeBytes(kept, "kept")->rgb, drawn(static_cast<int>(i)).rgb);
    }
    const auto readings = target->readings(in->sessions[0]).value();
    ASSERT_EQ(readings.size(), 1u);
    EXPECT_EQ(readings[0].reader, "Second Secret");
    EXPECT_FALSE(readings[0].finished.empty());
    EXPECT_EQ(target->readingDecisions(readings[0].id).value(), (std::map<CellId, ReaderVerdict>{{cells[0].id, {"hem", false}}, {cells[3].id, {"", true}}}));
    const auto marks = target->slideCells(in->sessions[0]).value();
    ASSERT_EQ(marks.size(), 2u);
    EXPECT_EQ(marks[0].x, 10.5);
    EXPECT_EQ(marks[0].picture, cells[1].path) << "a BMP, which is a PNG now";
    EXPECT_EQ(fs::path(marks[0].slide).filename(), "Secret Name 1970-05-30.svs");
    EXPECT_EQ(marks[1].removal, Removal::TakenOut);
    EXPECT_EQ(marks[1].score, 0.25);
}

TEST_F(CaseArchive, ArrivesOpenAndTheTrailSaysWhereFromAndWhoHadSigned) {
    written(folder / "ana.zip");
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "ana.zip").value();
    EXPECT_EQ(target->findCase(in.sessions[1])->state, CaseState::Open);
    const auto trail = AuditTrail(*target).ofCase(in.sessions[1]).value();
    ASSERT_EQ(trail.back().action, "import_case");
    const json detail = json::parse(trail.back().detail);
    EXPECT_EQ(detail["head"], in.originHead);
    EXPECT_EQ(detail["archive"], "ana.zip");
    EXPECT_EQ(detail["signatures"][0]["person"], "Dr. Secret Person");
    const auto reading = target->readings(in.sessions[1])->front();
    EXPECT_EQ(detail["readings"][0]["number"], reading.id);
    EXPECT_EQ(detail["readings"][0]["started"], store->readings(sessions[1])->front().started);
    EXPECT_EQ(detail["readings"][0]["finished"], store->readings(sessions[1])->front().finished);
    const auto facts = Patients(*target).facts(in.patient).value();
    const json entered = json::parse(AuditTrail(*target).ofPatient(in.patient)->back().detail)["facts"];
    ASSERT_EQ(entered.size(), facts.size());
    EXPECT_EQ(entered[0]["by"], "Dr. Secret Person");
    EXPECT_EQ(entered[0]["entered"], Patients(*store).facts(patient)->front().entered);
    EXPECT_TRUE(AuditTrail(*target).verify(progress, {})->intact());
}

TEST_F(CaseArchive, HoldsTheTrailWordForWordAndNothingBesidePixels) {
    written(folder / "ana.zip");
    const auto entries = leukolens::test::zipEntries(folder / "ana.zip");
    const json trail = json::parse(entries.at("trail.json"));
    const auto rows = AuditTrail(*store).ofPatient(patient).value();
    ASSERT_EQ(trail.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(trail[i]["hash"], rows[i].hash);
        EXPECT_EQ(trail[i]["detail"], rows[i].detail);
        EXPECT_EQ(hashOf(rows[i]), trail[i]["hash"]);
    }
    const json manifest = json::parse(entries.at("manifest.json"));
    EXPECT_EQ(manifest["notice"], "For research use only. Not for diagnosis.");
    EXPECT_EQ(manifest["entries"].size(), entries.size() - 1);
    for (const json& entry : manifest["entries"]) EXPECT_EQ(digest::sha256(entries.at(entry["name"])), entry["sha256"]);
    int pictures = 0;
    for (const auto& [name, content] : entries) {
        if (!name.starts_with("pictures/")) continue;
        ++pictures;
        EXPECT_EQ(content.find("SECRET"), std::string::npos);
        EXPECT_EQ(name, "pictures/" + digest::sha256(content) + ".png");
    }
    EXPECT_EQ(pictures, 8);
    const json cell = manifest["sessions"][0]["cells"][0];
    EXPECT_NE(cell["sha256"], cell["originalSha256"]) << "the comment was taken out: both are told";
    EXPECT_EQ(cell["originalSha256"], store->cells(sessions[0])->front().sha256);
    EXPECT_EQ(cell["name"], "Zelle 0.png");
}

TEST_F(CaseArchive, OfTheSameCaseDiffersInTheTimeAlone) {
    written(folder / "one.zip");
    written(folder / "two.zip");
    auto one = leukolens::test::zipEntries(folder / "one.zip"), two = leukolens::test::zipEntries(folder / "two.zip");
    json first = json::parse(one["manifest.json"]), second = json::parse(two["manifest.json"]);
    first.erase("made");
    second.erase("made");
    EXPECT_EQ(first, second);
    one.erase("manifest.json");
    two.erase("manifest.json");
    EXPECT_EQ(one, two);
}

TEST_F(CaseArchive, TellsPicturesThatAreGoneOrChangedAndGoesOnWithoutThem) {
    const auto cells = store->cells(sessions[0]).value();
    fs::remove(cells[0].path);
    ASSERT_TRUE(writeFileAtomically(cells[1].path, *image::encodeBmp(drawn(99))));
    const auto told = written(folder / "ana.zip");
    EXPECT_EQ(told.pictures, 6);
    ASSERT_EQ(told.missing.size(), 2u);
    EXPECT_EQ(told.missing[0].code, ErrorCode::NotFound);
    EXPECT_EQ(told.missing[0].file, cells[0].path);
    EXPECT_EQ(told.missing[1].code, ErrorCode::DataChanged);
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "ana.zip").value();
    const auto back = target->cells(in.sessions[0]).value();
    EXPECT_EQ(back.size(), 4u);
    EXPECT_EQ(back[0].sha256, cells[0].sha256);
    EXPECT_FALSE(fs::exists(back[0].path));
    EXPECT_EQ(fs::path(back[0].path).filename(), "Zelle 0.png");
}

TEST_F(CaseArchive, KeepsSmallPicturesWhereTheLargeOnesAreGone) {
    const auto cells = store->cells(sessions[0]).value();
    const auto small = makeThumbnail(cells[0].path, cells[0].sha256).value();
    ASSERT_TRUE(Thumbnails(*store).keep(std::vector{std::pair(cells[0].sha256, small)}));
    fs::remove(cells[0].path);
    written(folder / "ana.zip");
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "ana.zip").value();
    EXPECT_EQ(Thumbnails(*target).find(target->cells(in.sessions[0])->front().sha256).value(), small);
}

TEST_F(CaseArchive, DeidentifiedTellsNoChecksumOfAPictureThatIsGone) {
    const auto cell = store->cells(sessions[0])->front();
    const auto small = makeThumbnail(cell.path, cell.sha256).value();
    ASSERT_TRUE(Thumbnails(*store).keep(std::vector{std::pair(cell.sha256, small)}));
    fs::remove(cell.path);
    written(folder / "code.zip", true);
    for (const auto& [name, content] : leukolens::test::zipEntries(folder / "code.zip")) {
        EXPECT_EQ(name.find(cell.sha256), std::string::npos);
        EXPECT_EQ(content.find(cell.sha256), std::string::npos) << name;
    }
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "code.zip").value();
    EXPECT_EQ(Thumbnails(*target).find(target->cells(in.sessions[0])->front().sha256).value(), small);
}

TEST_F(CaseArchive, DeidentifiedNamesNobodyAndCountsDays) {
    written(folder / "code.zip", true);
    for (const auto& [name, content] : leukolens::test::zipEntries(folder / "code.zip")) {
        EXPECT_NE(name, "trail.json");
        if (!name.ends_with(".json")) continue;
        for (const std::string& trace : {std::string("ecret"), std::string("Ana"), std::string("2024-"), std::string("Zelle"), folder.path().string(), store->cells(sessions[0])->front().sha256})
            EXPECT_EQ(content.find(trace), std::string::npos) << trace;
    }
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "code.zip").value();
    EXPECT_TRUE(in.deidentified);
    const auto there = Patients(*target).find(in.patient).value();
    EXPECT_TRUE(there.patient.label.starts_with("P-")) << there.patient.label;
    EXPECT_EQ(there.sessions[0].taken, "2000-01-06") << "day 5: the start of treatment is day 0";
    EXPECT_EQ(there.sessions[1].taken, "2000-01-30");
    EXPECT_NE(there.sessions[0].comment.find("2000-01-01"), std::string::npos);
    const auto facts = Patients(*target).facts(in.patient).value();
    ASSERT_EQ(facts.size(), 3u);
    std::map<std::string, PatientFact> byName;
    for (const auto& fact : facts) byName[fact.name] = fact;
    EXPECT_EQ(byName["treatmentStart"].value, "2000-01-01");
    EXPECT_EQ(byName["ageYears"].value, "90");
    EXPECT_EQ(byName["ageYears"].note, "90 years or more");
    EXPECT_EQ(byName["whiteCount"].date, "1999-12-29");
    EXPECT_EQ(daysSinceStart(facts, there.sessions[1].taken), 29);
    const auto cells = target->cells(in.sessions[0]).value();
    EXPECT_EQ(cells[1].assignedClass, "hem");
    EXPECT_EQ(image::decodeFile(cells[1].path)->rgb, drawn(1).rgb);
    EXPECT_EQ(target->readings(in.sessions[0])->front().reader, "reader 1");
    EXPECT_EQ(target->slideCells(in.sessions[0])->front().picture, cells[1].path);
}

TEST_F(CaseArchive, NeverMixesPatientsUnasked) {
    written(folder / "ana.zip");
    const auto refused = imported(*store, folder / "ana.zip");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::AlreadyExists);
    EXPECT_NE(refused.error().what.find("a patient of that name"), std::string::npos);
    EXPECT_EQ(Patients(*store).find(patient)->sessions.size(), 2u);
    EXPECT_TRUE(filesBelow(folder / "kept").empty()) << "what was unpacked is taken back";

    const auto added = imported(*store, folder / "ana.zip", true);
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_EQ(added->patient, patient);
    EXPECT_EQ(Patients(*store).find(patient)->sessions.size(), 4u);
    EXPECT_EQ(Patients(*store).facts(patient)->size(), 3u) << "facts that stand there already are not repeated";
    EXPECT_TRUE(AuditTrail(*store).verify(progress, {})->intact());
}

TEST_F(CaseArchive, APatientWithFactsAloneIsACaseToo) {
    const PatientId alone = Patients(*store).create("Ben").value();
    PatientFact fact;
    fact.name = "sex";
    fact.value = "male";
    ASSERT_TRUE(Patients(*store).addFact(alone, fact));
    ASSERT_TRUE(exportCase(*store, alone, folder / "ben.zip", {}, progress, {}));
    const auto target = openStore(folder / "other.sqlite");
    const auto in = imported(*target, folder / "ben.zip").value();
    EXPECT_TRUE(in.sessions.empty());
    EXPECT_EQ(Patients(*target).facts(in.patient)->front().value, "male");
    EXPECT_EQ(AuditTrail(*target).ofPatient(in.patient)->back().action, "import_case");
}

TEST_F(CaseArchive, StoppedExportsAndImportsLeaveWhatWasThere) {
    CancelSource stop;
    stop.cancel();
    ASSERT_TRUE(writeFileAtomically(folder / "ana.zip", std::string_view("an older one")));
    const auto stopped = exportCase(*store, patient, folder / "ana.zip", {}, progress, stop.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(readTextFile(folder / "ana.zip", 100).value(), "an older one");
    for (const std::string& name : leukolens::test::entries(folder.path())) EXPECT_EQ(name.find(".tmp"), std::string::npos) << name;
    written(folder / "ana.zip");
    const auto target = openStore(folder / "other.sqlite");
    EXPECT_EQ(importCase(*target, folder / "ana.zip", KeptPictures::in(folder / "kept"), {}, progress, stop.token()).error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(Patients(*target).list()->empty());
    EXPECT_TRUE(filesBelow(folder / "kept").empty());
}

TEST_F(CaseArchive, RefusesPlacesThatCannotBeWrittenAndPatientsThatAreNotThere) {
    EXPECT_EQ(exportCase(*store, patient, folder / "none" / "ana.zip", {}, progress, {}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(exportCase(*store, patient, folder.path(), {}, progress, {}).error().code, ErrorCode::NotAFile);
    EXPECT_EQ(exportCase(*store, 999, folder / "ana.zip", {}, progress, {}).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(fs::exists(folder / "ana.zip"));
}

TEST_F(CaseArchive, AWriteThatFailsLeavesWhatWasThere) {
    ASSERT_TRUE(writeFileAtomically(folder / "ana.zip", std::string_view("an older one")));
    const auto before = leukolens::test::entries(folder.path());
    const int outcome = inChild([&] {
        const auto mine = openStore(folder / "cases.sqlite");
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit few{3000, 3000};
        ::setrlimit(RLIMIT_FSIZE, &few);
        const auto failed = exportCase(*mine, patient, folder / "ana.zip", {}, progress, {});
        return failed ? 1 : failed.error().code == ErrorCode::WriteFailed ? 0 : 2;
    });
    EXPECT_EQ(outcome, 0);
    EXPECT_EQ(readTextFile(folder / "ana.zip", 100).value(), "an older one");
    EXPECT_EQ(leukolens::test::entries(folder.path()), before);
}

/// An archive that lies: what is done to its entries, and what the refusal says.
struct Lie {
    const char* name;
    std::function<void(std::map<std::string, std::string>& entries, json& manifest)> tell;
    const char* said;
    ErrorCode code = ErrorCode::ReadFailed;
};

std::string firstPicture(const std::map<std::string, std::string>& entries) { return entries.lower_bound("pictures/")->first; }

/// The entry under another content, with the checksum that fits it.
void replaceEntry(std::map<std::string, std::string>& entries, json& manifest, const std::string& name, const std::string& content) {
    entries[name] = content;
    for (json& entry : manifest["entries"])
        if (entry["name"] == name) entry["bytes"] = content.size(), entry["sha256"] = digest::sha256(content);
}

const Lie kLies[] = {
    {"OtherFormat", [](auto&, json& m) { m["format"] = "something"; }, "is no archive of a case"},
    {"NewerVersion", [](auto&, json& m) { m["version"] = 2; }, "is of a newer version"},
    {"VersionIsText", [](auto&, json& m) { m["version"] = "1"; }, "is no archive of a case"},
    {"NoPatient", [](auto&, json& m) { m.erase("patient"); }, "has no \"patient\""},
    {"LabelIsNumber", [](auto&, json& m) { m["patient"]["label"] = 7; }, "is no text"},
    {"LabelWithNul", [](auto&, json& m) { m["patient"]["label"] = std::string("a\0b", 3); }, "is no plain text"},
    {"SeveralSessionsOfNobody", [](auto&, json& m) { m["patient"]["label"] = ""; }, "several sessions"},
    {"ImpossibleDate", [](auto&, json& m) { m["sessions"][0]["taken"] = "2024-02-31"; }, "that is no date"},
    {"DayWhereDatesAre", [](auto&, json& m) { m["sessions"][0]["taken"] = "day 3"; }, "that is no date"},
    {"UnknownMaterial", [](auto&, json& m) { m["sessions"][0]["material"] = "tea"; }, "there is no material"},
    {"UnknownState", [](auto&, json& m) { m["sessions"][0]["state"] = "sealed"; }, "there is no state"},
    {"ProbabilityAboveOne", [](auto&, json& m) { m["sessions"][0]["cells"][0]["probabilities"] = {1.5, 0.1}; }, "outside 0 to 1"},
    {"ProbabilityIsNull", [](auto&, json& m) { m["sessions"][0]["cells"][0]["probabilities"] = {nullptr, 0.1}; }, "outside 0 to 1"},
    {"TooFewProbabilities", [](auto&, json& m) { m["sessions"][0]["cells"][0]["probabilities"] = {0.1}; }, "2 classes but 1 probabilities"},
    {"HugeNumber", [](auto&, json& m) { m["sessions"][0]["cells"][0]["bytes"] = 1e300; }, "outside its range"},
    {"NegativeBytes", [](auto&, json& m) { m["sessions"][0]["cells"][0]["bytes"] = -1; }, "outside its range"},
    {"NumberOfUnsignedRange", [](auto&, json& m) { m["sessions"][0]["cells"][0]["id"] = 18446744073709551615ull; }, "outside its range"},
    {"TwoCellsOfOneNumber", [](auto&, json& m) { m["sessions"][0]["cells"][1]["id"] = m["sessions"][0]["cells"][0]["id"]; }, "same number"},
    {"ReadingOfAnUnknownCell", [](auto&, json& m) { m["sessions"][0]["readings"][0]["decisions"][0]["cell"] = 4711; }, "a cell that is not there"},
    {"VectorThatIsNone", [](auto&, json& m) { m["sessions"][0]["cells"][0]["embedding"] = "!!!!"; }, "no vector"},
    {"MarkWithoutSize", [](auto&, json& m) { m["sessions"][0]["marks"][0]["width"] = 0; }, "outside its range"},
    {"MarkOfAnUnknownCell", [](auto&, json& m) { m["sessions"][0]["marks"][0]["cell"] = 4711; }, "a cell that is not there"},
    {"CellsAreNoList", [](auto&, json& m) { m["sessions"][0]["cells"] = json::object(); }, "is no list"},
    {"HeadThatIsNone", [](auto&, json& m) { m["origin"]["auditHead"] = "abc"; }, "is no SHA-256"},
    {"PictureThatIsNotThere", [](auto&, json& m) { m["sessions"][0]["cells"][0]["picture"] = "pictures/" + std::string(64, '0') + ".png"; }, "names a picture that is not there"},
    {"PictureOfAnother", [](auto&, json& m) { m["sessions"][0]["cells"][0]["picture"] = m["sessions"][0]["cells"][1]["picture"]; }, "not named by its checksum"},
    {"NameThatLeadsOut", [](auto& e, json& m) { e["../../evil.png"] = "x"; m["entries"].push_back({{"name", "../../evil.png"}, {"bytes", 1}, {"sha256", digest::sha256("x")}}); }, "a name that no archive has"},
    {"EntryTwice", [](auto&, json& m) { m["entries"].push_back(m["entries"][0]); }, "the same name"},
    {"PictureLargerThanAnyIs", [](auto&, json& m) { for (json& entry : m["entries"]) if (entry["name"].get<std::string>().starts_with("pictures/")) entry["bytes"] = (256ll << 20) + 1; }, "larger than any of its kind"},
    {"ThumbnailLargerThanAnyIs", [](auto&, json& m) { m["entries"].push_back({{"name", "thumbnails/" + digest::sha256("x") + ".jpg"}, {"bytes", (64 << 10) + 1}, {"sha256", digest::sha256("x")}}); }, "larger than any of its kind"},
    {"EntryOfHugeLength", [](auto&, json& m) { m["entries"][0]["bytes"] = 1ll << 40; }, "outside its range"},
    {"FileBesideTheManifest", [](auto& e, json&) { e["virus.exe"] = "x"; }, "other files than its manifest names"},
    {"MissingEntry", [](auto& e, json& m) { e.erase(firstPicture(e)); e["x"] = "y"; (void)m; }, "is missing in the archive"},
    {"AlteredPicture", [](auto& e, json&) { e[firstPicture(e)][60] ^= 1; }, "does not match its checksum"},
    {"ShorterThanTold", [](auto& e, json&) { e[firstPicture(e)].pop_back(); }, "does not match its checksum"},
    {"LongerThanTold", [](auto& e, json&) { e[firstPicture(e)] += "more"; }, "unpacks to more than it may", ErrorCode::TooLarge},
    {"AlteredTrail", [](auto& e, json&) { e["trail.json"][5] ^= 1; }, "does not match its checksum"},
    {"PictureUnderAnothersName", [](auto& e, json& m) { replaceEntry(e, m, firstPicture(e), e.rbegin()->second); }, "not named by its checksum"},
    {"UnknownFact", [](auto&, json& m) { m["facts"][0]["name"] = "shoeSize"; }, "there is no fact", ErrorCode::InvalidArgument},
    {"FactOutsideItsRange", [](auto&, json& m) { m["facts"][0]["name"] = "mrdPercent", m["facts"][0]["value"] = "400"; }, "outside 0 to 100", ErrorCode::InvalidArgument},
};

class LyingArchive : public CaseArchive, public testing::WithParamInterface<Lie> {};

TEST_P(LyingArchive, IsRefusedInWordsAndLeavesNothing) {
    written(folder / "ana.zip");
    auto entries = leukolens::test::zipEntries(folder / "ana.zip");
    json manifest = json::parse(entries.at("manifest.json"));
    entries.erase("manifest.json");
    GetParam().tell(entries, manifest);
    std::vector<ZipPart> parts = {{"manifest.json", manifest.dump()}};
    for (const auto& [name, content] : entries) parts.push_back({name, content});
    ASSERT_TRUE(writeFileAtomically(folder / "lie.zip", leukolens::test::zipOf(parts)));
    const auto target = openStore(folder / "other.sqlite");
    const auto refused = imported(*target, folder / "lie.zip");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, GetParam().code) << refused.error().message();
    EXPECT_NE(refused.error().message().find(GetParam().said), std::string::npos) << refused.error().message();
    EXPECT_TRUE(Patients(*target).list()->empty());
    EXPECT_TRUE(target->listCases()->empty());
    EXPECT_EQ(AuditTrail(*target).head().value(), kNoHash) << "nothing of it is in the trail";
    EXPECT_TRUE(filesBelow(folder / "kept").empty());
}

INSTANTIATE_TEST_SUITE_P(CaseArchive, LyingArchive, testing::ValuesIn(kLies), [](const auto& lie) { return std::string(lie.param.name); });

TEST_F(CaseArchive, RefusesFilesThatAreNoArchives) {
    const auto target = openStore(folder / "other.sqlite");
    written(folder / "ana.zip");
    const Bytes whole = bytesOf(folder / "ana.zip");
    ASSERT_TRUE(writeFileAtomically(folder / "half.zip", std::span(whole).first(whole.size() / 2)));
    ASSERT_TRUE(writeFileAtomically(folder / "text.zip", std::string_view("no zip at all")));
    ASSERT_TRUE(writeFileAtomically(folder / "empty.zip", std::string_view()));
    ASSERT_TRUE(writeFileAtomically(folder / "pictures.zip", leukolens::test::zipOf({{"a.png", "x"}})));
    ASSERT_TRUE(writeFileAtomically(folder / "twice.zip", leukolens::test::zipOf({{"manifest.json", "{}"}, {"manifest.json", "{}"}})));
    ASSERT_TRUE(writeFileAtomically(folder / "json.zip", leukolens::test::zipOf({{"manifest.json", "{\"format\": \"leukolens-case\", "}})));
    ASSERT_TRUE(writeFileAtomically(folder / "deep.zip", leukolens::test::zipOf({{"manifest.json", std::string(100'000, '[')}})));
    for (const char* name : {"half.zip", "text.zip", "empty.zip", "pictures.zip", "twice.zip", "json.zip", "deep.zip"}) {
        const auto refused = imported(*target, folder / name);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, ErrorCode::ReadFailed) << name << ": " << refused.error().message();
        EXPECT_FALSE(refused.error().advice.empty()) << name;
    }
    EXPECT_EQ(imported(*target, folder / "none.zip").error().code, ErrorCode::NotFound);
    EXPECT_EQ(imported(*target, folder.path()).error().code, ErrorCode::NotAFile);
    EXPECT_TRUE(Patients(*target).list()->empty());
}

TEST_F(CaseArchive, RefusesAPictureThatIsNone) {
    written(folder / "ana.zip");
    auto entries = leukolens::test::zipEntries(folder / "ana.zip");
    json manifest = json::parse(entries.at("manifest.json"));
    entries.erase("manifest.json");
    const std::string old = firstPicture(entries), content = "no picture, but named by its checksum", sha256 = digest::sha256(content), name = "pictures/" + sha256 + ".png";
    entries.erase(old);
    entries[name] = content;
    for (json& entry : manifest["entries"])
        if (entry["name"] == old) entry = {{"name", name}, {"bytes", content.size()}, {"sha256", sha256}};
    for (json& session : manifest["sessions"])
        for (json& cell : session["cells"])
            if (cell["picture"] == old) cell["picture"] = name, cell["sha256"] = sha256;
    std::vector<ZipPart> parts = {{"manifest.json", manifest.dump()}};
    for (const auto& [entry, bytes] : entries) parts.push_back({entry, bytes});
    ASSERT_TRUE(writeFileAtomically(folder / "lie.zip", leukolens::test::zipOf(parts)));
    const auto target = openStore(folder / "other.sqlite");
    const auto refused = imported(*target, folder / "lie.zip");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotAnImage);
    EXPECT_TRUE(filesBelow(folder / "kept").empty());
}

}  // namespace
}  // namespace leukolens::casebook::test
