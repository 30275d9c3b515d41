// The program's settings: one typed table of key, type, default and help. No string keys elsewhere.
#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <QVariant>

#include <memory>
#include <vector>

namespace leukolens::ui {

enum class SettingKey {
    Theme,            ///< "system", "light", "dark"
    Language,         ///< "system" or a code of a shipped translation
    CaseFile,         ///< case store: path of a file, or address of a PostgreSQL server without password; empty: the standard place
    AutomaticCopies,  ///< how many daily copies of the case file are kept; 0: none are made
    ModelFile,        ///< last model used by Classify
    ModelsFolder,     ///< where the models of the list are kept; empty: the standard place
    RunsFolder,       ///< where runs are put; empty: the standard place
    DataFolder,       ///< last folder opened in Data
    SlidesFolder,     ///< last folder that a slide was opened from; not in the dialog
    FinderFile,       ///< model that finds cells in Slides; empty: the program's own finder; not in the dialog
    CellPictureUm,    ///< side of the pictures that are cut out of slides
    UserName,         ///< written into the audit trail; empty: the login name
    CardSizePx,       ///< side of a cell card in Classify
    ShowProbability,  ///< whether cards show it
    Answers,          ///< "one_look", "eight_views", "all_folds": how Classify asks about a picture
    QuickNumbers,     ///< whether Classify computes in 8 bits where the model offers it
    LabName,          ///< at the top of reports; may be empty
    LabAddress,       ///< lines under it
    LabLogo,          ///< path of a PNG or SVG file; empty: none
    PaperSize,        ///< of reports: "a4", "letter"
    ReportLanguage,   ///< "window" or a code of shippedLanguages()
    ReportAllCells,   ///< whether a report shows every cell behind its pages
    ComputeThreads,   ///< cores that are computed with; 0: all
    Device,           ///< "auto", "cpu", "cuda"
    Shortcuts,        ///< lines "name=keys" of those that were changed; ui/shell/shortcuts.h
    LastAccount,      ///< who logged in last; not in the dialog
    StoresWithAccounts,  ///< addresses of case stores that had accounts when they were open last; not in the dialog
    WelcomeSeen,      ///< whether the cards of the first start were left once; not in the dialog
    SampleCase,       ///< which case is the sample (ui/welcome/sample_record.h); not in the dialog
    WindowGeometry,   ///< not in the dialog
    HelpSize,         ///< of the help's window; not in the dialog
    HelpZoom,         ///< of its text, in percent; not in the dialog
    LastWorkspace,    ///< not in the dialog
};

/// Kinds of value, which decide the editor shown in the dialog.
enum class SettingKind { Choice, Text, Lines, Path, Picture, Folder, Store, Integer, Flag, Hidden };

/// Where the dialog shows it. Shortcuts have a table of their own.
enum class SettingSection { General, Classify, Reports, Storage, Computing };

struct SettingSpec {
    SettingKey key;
    const char* name;  ///< in the settings file
    SettingKind kind;
    SettingSection section;  ///< of Hidden: without meaning
    QVariant defaultValue;
    const char* label;                                     ///< source text, translated in context "Settings"
    const char* help;                                      ///< likewise; one sentence
    std::vector<std::pair<QString, const char*>> choices;  ///< value and label, for Choice; for Integer one at most, the word for `low`
    int low = 0, high = 0;                                 ///< for Integer
    int step = 1;                                          ///< likewise: of the arrows
};

/// GUI thread only.
class AppSettings : public QObject {
    Q_OBJECT
public:
    /// file empty: the person's own settings file; tests give one of their own.
    explicit AppSettings(const QString& file = {}, QObject* parent = nullptr);

    static const std::vector<SettingSpec>& table();

    /// A stored value of another type, range or choice counts as absent: the default is returned.
    QVariant value(SettingKey key) const;
    QString text(SettingKey key) const { return value(key).toString(); }
    int number(SettingKey key) const { return value(key).toInt(); }
    bool flag(SettingKey key) const { return value(key).toBool(); }
    void set(SettingKey key, const QVariant& value);
    void reset(SettingKey key);

    /// Standard places where the setting is empty; folders are created by who writes there.
    QString caseFile() const;  ///< as casebook::StoreAddress::parse() takes it
    bool casesOnServer() const;
    /// caseFile(), or the standard place where that is a server: pictures and lists are kept beside it on this computer.
    QString localCaseFile() const;
    QString runsFolder() const;
    QString modelsFolder() const;
    static QString demoFolder();
    static QString correctionsFile();  ///< labels that the person changed in Data
    static QString decisionsFile();    ///< what was decided there about pictures that are there twice
    static QString factsFile();        ///< facts of subjects that the person typed there

Q_SIGNALS:
    void changed(SettingKey key);

private:
    std::unique_ptr<QSettings> m_store;
};

}  // namespace leukolens::ui
