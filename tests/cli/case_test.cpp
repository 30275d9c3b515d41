// leukolens case list|show|export|import|verify|backup|restore, and report case.
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/casebook/patients.h"
#include "core/digest/sha256.h"
#include "core/image/encode.h"
#include "tests/cli/program.h"
#include "tests/support/altered_case_file.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;
using casebook::CaseId;
using casebook::PatientId;
using test::runProgram;

class CaseVerb : public testing::Test {
protected:
    /// One patient with two sessions of three drawn cells each, facts, and a corrected and signed second session; another patient without a name.
    void SetUp() override {
        auto opened = casebook::CaseStore::open(file);
        ASSERT_TRUE(opened) << opened.error().message();
        auto& store = **opened;
        first = session(store, "Ana Ж", 0, "2024-01-10");
        second = session(store, "Ana Ж", 3, "2024-02-03");
        session(store, "", 6, "2024-03-01");
        patient = store.findCase(first)->patient;
        casebook::Patients patients(store);
        for (const auto& [name, value] : {std::pair("ageYears", "4.5"), std::pair("whiteCount", "12.25"), std::pair("immunophenotype", "B")}) {
            casebook::PatientFact fact;
            fact.name = name;
            fact.value = value;
            fact.date = "2024-01-02";
            ASSERT_TRUE(patients.addFact(patient, fact));
        }
        store.setUser("Dr. Weiß");
        const auto cells = store.cells(second).value();
        ASSERT_TRUE(store.decide(second, std::vector<casebook::CellDecision>{{cells[0].id, {"hem", false, false, true}}}));
        ASSERT_TRUE(store.sign(second, store.findCase(second)->version));
    }

    CaseId session(casebook::CaseStore& store, const std::string& name, int number, const std::string& taken) {
        const CaseId id = store.createCase(name).value();
        std::vector<casebook::CaseCell> cells;
        dataset::DemoSettings settings;
        settings.sizePx = 80;
        for (int i = number; i < number + 3; ++i) {
            const Bytes bytes = *image::encodePng(dataset::drawDemoCell(settings, 0, true, i));
            casebook::CaseCell cell;
            cell.path = (folder / ("cell " + std::to_string(i) + ".png")).string();
            EXPECT_TRUE(writeFileAtomically(cell.path, bytes));
            cell.sha256 = digest::sha256(bytes);
            cell.modelName = "a model";
            cell.modelSha256 = std::string(64, 'a');
            cell.classes = {"all", "hem"};
            cell.probabilities = {0.75, 0.25};
            cell.predictedClass = cell.assignedClass = "all";
            cells.push_back(cell);
        }
        EXPECT_TRUE(store.addCells(id, cells));
        EXPECT_TRUE(store.describeSample(id, taken, casebook::Material::Blood, "", store.findCase(id)->version));
        return id;
    }

    test::Ran run(std::vector<std::string> arguments, const fs::path& store = {}) {
        arguments.insert(arguments.end(), {"--store", (store.empty() ? file : store).string(), "--json"});
        return runProgram(arguments);
    }

    std::string id() const { return std::to_string(patient); }
    std::string out(const char* name) const { return (folder / name).string(); }

    test::TempFolder folder;
    fs::path file = folder / "cases.sqlite";
    CaseId first = 0, second = 0;
    PatientId patient = 0;
};

TEST_F(CaseVerb, ListsCasesByPatient) {
    const auto ran = run({"case", "list"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto cases = ran.json().at("cases");
    ASSERT_EQ(cases.size(), 2u);
    EXPECT_EQ(cases[0].at("id"), patient);
    EXPECT_EQ(cases[0].at("name"), "Ana Ж");
    EXPECT_EQ(cases[0].at("sessions"), 2);
    EXPECT_EQ(cases[0].at("cells"), 6);
    EXPECT_EQ(cases[0].at("state"), "open") << "one of its sessions is";
    EXPECT_EQ(run({"case", "list", "--search", "ana signed hem:1"}).json().at("cases").size(), 1u);
    EXPECT_EQ(run({"case", "list", "--search", "nobody"}).json().at("cases").size(), 0u);
    const auto words = runProgram({"case", "list", "--store", file.string()});
    EXPECT_NE(words.out.find("Ana Ж, 2 sessions, 6 cells, open"), std::string::npos) << words.out;
    EXPECT_NE(words.out.find("(no name), 1 session, 3 cells"), std::string::npos) << words.out;
}

TEST_F(CaseVerb, ShowsFactsSessionsAndRisk) {
    const auto ran = run({"case", "show", id()});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto shown = ran.json();
    EXPECT_EQ(shown.at("facts").size(), 3u);
    EXPECT_EQ(shown.at("nciRisk").at("group"), "standard");
    ASSERT_EQ(shown.at("sessions").size(), 2u);
    EXPECT_EQ(shown.at("sessions")[1].at("id"), second);
    EXPECT_EQ(shown.at("sessions")[1].at("counts"), nlohmann::json::parse(R"({"all":2,"hem":1})"));
    EXPECT_EQ(shown.at("sessions")[1].at("signedBy"), "Dr. Weiß");
    const auto words = runProgram({"case", "show", id(), "--store", file.string()});
    EXPECT_NE(words.out.find("whiteCount: 12.25 (2024-01-02)"), std::string::npos) << words.out;
    EXPECT_NE(words.out.find("NCI risk: standard"), std::string::npos) << words.out;
}

TEST_F(CaseVerb, ExportsTheNewestSessionInEveryFormat) {
    for (const std::string format : {"csv", "json", "fhir", "hl7"}) {
        const auto ran = run({"case", "export", id(), "-o", out("x"), "--format", format});
        ASSERT_EQ(ran.status, 0) << ran.err;
        EXPECT_EQ(ran.json().at("format"), format);
        EXPECT_EQ(ran.json().at("session"), second);
        const std::string text = readTextFile(folder / "x", 1 << 22).value();
        EXPECT_NE(text.find("For research use only. Not for diagnosis."), std::string::npos) << format;
        EXPECT_NE(text.find("Ana Ж"), std::string::npos) << format;
    }
    ASSERT_EQ(run({"case", "export", id(), "-o", out("x.json"), "--session", std::to_string(first)}).status, 0);
    EXPECT_EQ(nlohmann::json::parse(readTextFile(folder / "x.json", 1 << 22).value()).at("case").at("id"), first);
    ASSERT_EQ(run({"case", "export", id(), "-o", out("y.json"), "--deidentified"}).status, 0);
    const std::string hidden = readTextFile(folder / "y.json", 1 << 22).value();
    for (const char* trace : {"Ana", "2024-", "Weiß", "cell 3.png"}) EXPECT_EQ(hidden.find(trace), std::string::npos) << trace;
}

TEST_F(CaseVerb, ACaseTravelsAsAZip) {
    const auto exported = run({"case", "export", id(), "-o", out("ana.zip")});
    ASSERT_EQ(exported.status, 0) << exported.err;
    EXPECT_EQ(exported.json().at("pictures"), 6);
    EXPECT_EQ(exported.json().at("missing").size(), 0u);
    const fs::path other = folder / "other.sqlite";
    const auto imported = run({"case", "import", out("ana.zip")}, other);
    ASSERT_EQ(imported.status, 0) << imported.err;
    EXPECT_EQ(imported.json().at("cells"), 6);
    EXPECT_TRUE(fs::exists(folder / "other.sqlite.pictures")) << "pictures lie beside the case file";
    const auto listed = run({"case", "list"}, other).json().at("cases");
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].at("name"), "Ana Ж");
    const auto verified = run({"case", "verify"}, other);
    EXPECT_EQ(verified.status, 0) << verified.err;

    EXPECT_EQ(run({"case", "export", id(), "-o", out("ana.leukocase")}).status, 0);
    EXPECT_EQ(run({"case", "import", out("ana.leukocase")}, folder / "third.sqlite").json().at("cells"), 6) << "the same under a name of its own";
    const auto again = run({"case", "import", out("ana.zip")}, other);
    EXPECT_EQ(again.status, 1);
    EXPECT_NE(again.err.find("there is a patient of that name already"), std::string::npos) << again.err;
    EXPECT_EQ(run({"case", "import", out("ana.zip"), "--add"}, other).status, 0);
    EXPECT_EQ(run({"case", "list"}, other).json().at("cases")[0].at("sessions"), 4);
}

TEST_F(CaseVerb, PicturesThatAreGoneAreToldAndTheArchiveIsWrittenAllTheSame) {
    fs::remove(folder / "cell 4.png");
    const auto ran = run({"case", "export", id(), "-o", out("ana.zip")});
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.json().at("pictures"), 5);
    EXPECT_EQ(ran.json().at("missing")[0].at("code"), "not_found");
    EXPECT_NE(ran.err.find("cell 4.png: does not exist"), std::string::npos) << ran.err;
    EXPECT_TRUE(fs::exists(folder / "ana.zip"));
}

TEST_F(CaseVerb, VerifiesTheTrailAndItsHead) {
    const auto sound = run({"case", "verify"});
    ASSERT_EQ(sound.status, 0) << sound.err;
    EXPECT_EQ(sound.json().at("intact"), true);
    EXPECT_TRUE(sound.json().at("firstBad").is_null());
    const std::string head = sound.json().at("head");
    EXPECT_EQ(run({"case", "verify", "--head", head}).status, 0);
    const auto unknown = run({"case", "verify", "--head", std::string(64, 'f')});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_EQ(unknown.json().at("intact"), false);
    EXPECT_EQ(unknown.json().at("firstBad").at("kind"), "shortened");
    EXPECT_NE(unknown.err.find("lines are missing"), std::string::npos) << unknown.err;
    EXPECT_EQ(run({"case", "verify", "--head", "abc"}).status, 2);
}

TEST_F(CaseVerb, BacksUpAndRestores) {
    const auto backedUp = run({"case", "backup", "-o", out("copy.sqlite")});
    ASSERT_EQ(backedUp.status, 0) << backedUp.err;
    EXPECT_EQ(backedUp.err.find("altered"), std::string::npos) << backedUp.err;
    const auto twice = run({"case", "backup", "-o", out("copy.sqlite")});
    EXPECT_EQ(twice.status, 1) << "a backup is never overwritten";
    const fs::path target = folder / "restored.sqlite";
    const auto restored = run({"case", "restore", out("copy.sqlite")}, target);
    ASSERT_EQ(restored.status, 0) << restored.err;
    EXPECT_EQ(run({"case", "list"}, target).json(), run({"case", "list"}, folder / "copy.sqlite").json());
    EXPECT_EQ(run({"case", "verify"}, target).status, 0);
    EXPECT_EQ(run({"case", "restore", out("copy.sqlite")}, target).status, 1) << "nor is a store";
    EXPECT_EQ(runProgram({"case", "restore", out("copy.sqlite")}).status, 2) << "not into the program's own store unasked";
}

TEST_F(CaseVerb, SaysThatTheStoreItBacksUpWasAltered) {
    test::alterCaseFile(file, "UPDATE audit SET person = 'nobody' WHERE id = 2;");
    const auto ran = run({"case", "backup", "-o", out("copy.sqlite")});
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_NE(ran.err.find("has been altered"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("Keep older backups."), std::string::npos) << ran.err;
    EXPECT_EQ(run({"case", "verify"}, folder / "copy.sqlite").json().at("firstBad").at("kind"), "changed") << "backed up as it is";
}

TEST_F(CaseVerb, ReportsASession) {
    const auto ran = run({"report", "case", id(), "-o", out("a.pdf"), "--language", "de", "--paper", "letter", "--all-cells"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_GE(ran.json().at("pages"), 1);
    EXPECT_TRUE(readTextFile(folder / "a.pdf", 1 << 24)->starts_with("%PDF"));
    EXPECT_EQ(run({"report", "case", id(), "-o", out("b.pdf"), "--session", std::to_string(first)}).status, 0);
    EXPECT_EQ(run({"report", "case", id(), "-o", out("c.pdf"), "--session", "4711"}).status, 1);
    EXPECT_EQ(run({"report", "case", id(), "-o", out("c.pdf"), "--language", "tlh"}).status, 2);
    EXPECT_EQ(run({"report", "case", id(), "-o", out("c.pdf"), "--paper", "a3"}).status, 2);
    EXPECT_FALSE(fs::exists(folder / "c.pdf"));
}

TEST_F(CaseVerb, RefusesWhatMakesNoSense) {
    struct Wrong {
        std::vector<std::string> arguments;
        int status;
        const char* said;
    };
    const Wrong wrongs[] = {
        {{"case"}, 2, "subcommand"},
        {{"case", "sell"}, 2, ""},
        {{"case", "show"}, 2, "ID"},
        {{"case", "show", "Ana"}, 2, "ID"},
        {{"case", "show", "4711"}, 1, "there is no patient 4711"},
        {{"case", "show", "-1"}, 1, "there is no patient -1"},
        {{"case", "show", "99999999999999999999"}, 1, "there is no patient"},
        {{"case", "export", id()}, 2, "--out"},
        {{"case", "export", id(), "-o", out("x.docx")}, 2, "says no format"},
        {{"case", "export", id(), "-o", out("x.csv"), "--format", "xml"}, 2, "--format"},
        {{"case", "export", "4711", "-o", out("x.csv")}, 1, "there is no patient 4711"},
        {{"case", "export", "4711", "-o", out("x.zip")}, 1, "there is no patient 4711"},
        {{"case", "export", id(), "-o", out("x.csv"), "--session", "4711"}, 1, "has no session 4711"},
        {{"case", "export", id(), "-o", out("x.csv"), "--session", "0"}, 2, "--session"},
        {{"case", "export", id(), "-o", out("x.zip"), "--session", std::to_string(first)}, 2, "all sessions"},
        {{"case", "export", id(), "-o", (folder / "none" / "x.csv").string()}, 1, "the folder does not exist"},
        {{"case", "export", id(), "-o", (folder / "none" / "x.zip").string()}, 1, "the folder does not exist"},
        {{"case", "export", id(), "-o", folder.path().string(), "--format", "zip"}, 1, "is a folder"},
        {{"case", "import"}, 2, "FILE"},
        {{"case", "import", out("none.zip")}, 1, "does not exist"},
        {{"case", "import", folder.path().string()}, 1, "is a folder"},
        {{"case", "import", out("cell 0.png")}, 1, "is no zip file"},
        {{"case", "backup"}, 2, "--out"},
        {{"case", "backup", "-o", (folder / "none" / "b.sqlite").string()}, 1, "none"},
        {{"report", "case", "4711", "-o", out("x.pdf")}, 1, "there is no patient 4711"},
    };
    for (const Wrong& wrong : wrongs) {
        std::string line;
        for (const std::string& argument : wrong.arguments) line += argument + " ";
        const auto ran = run(wrong.arguments);
        EXPECT_EQ(ran.status, wrong.status) << line << ran.err;
        EXPECT_TRUE(ran.out.empty()) << line << ran.out;
        EXPECT_NE(ran.err.find(wrong.said), std::string::npos) << line << ran.err;
    }
    for (const auto& entry : test::entries(folder.path())) EXPECT_NE(entry[0], 'x') << entry << " was left behind";
}

TEST_F(CaseVerb, RefusesStoresThatAreNone) {
    ASSERT_TRUE(writeFileAtomically(folder / "text.sqlite", std::string_view("not a case file")));
    for (const std::vector<std::string>& verb : {std::vector<std::string>{"case", "list"}, {"case", "show", "1"}, {"case", "verify"}, {"case", "export", "1", "-o", out("x.csv")}, {"case", "backup", "-o", out("b.sqlite")}}) {
        const auto foreign = run(verb, folder / "text.sqlite");
        EXPECT_EQ(foreign.status, 1) << verb[1];
        EXPECT_NE(foreign.err.find("is not a case file of Leukolens"), std::string::npos) << verb[1] << foreign.err;
        const auto gone = run(verb, folder / "gone.sqlite");
        EXPECT_EQ(gone.status, 1) << verb[1];
        EXPECT_NE(gone.err.find("there is no case file"), std::string::npos) << verb[1] << gone.err;
    }
    EXPECT_FALSE(fs::exists(folder / "gone.sqlite")) << "looking makes no store";
    EXPECT_EQ(readTextFile(folder / "text.sqlite", 100).value(), "not a case file");
    const auto port = run({"case", "list"}, "postgresql://host:notaport/db");
    EXPECT_EQ(port.status, 1);
    EXPECT_NE(port.err.find("notaport"), std::string::npos) << port.err;
    const auto server = run({"case", "import", out("x.zip")}, "postgresql://localhost/none");
    EXPECT_EQ(server.status, 2);
    EXPECT_NE(server.err.find("--pictures"), std::string::npos) << server.err;
}

}  // namespace
}  // namespace leukolens
