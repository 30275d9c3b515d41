// What the workspaces share. Owned by MainWindow; GUI thread only.
#pragma once

#include <QObject>

#include <array>
#include <memory>
#include <optional>

#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/shortcuts.h"

namespace leukolens::ui {

/// Who is logged in to a case store that has accounts.
struct Person {
    QString name;
    bool maySign = false, administers = false;
    friend bool operator==(const Person&, const Person&) = default;
};

class AppContext : public QObject {
    Q_OBJECT
public:
    explicit AppContext(AppSettings& settings, QObject* parent = nullptr);

    AppSettings& settings;
    Shortcuts shortcuts;        ///< of what belongs to this window
    JobRunner trainingWorker;   ///< training only
    JobRunner intakeWorker;     ///< what was dropped is looked through and unpacked, slides are opened and cells cut out of them: neither saving nor classifying waits for a slow drive
    JobRunner inferenceWorker;  ///< models loaded, cells classified: answers while training runs
    JobRunner slideWorker;      ///< slides searched for cells: minutes, beside everything else
    JobRunner fileWorker;       ///< datasets read, reports written, thumbnails, case store

    /// The data opened in Data and used by Train; null before.
    std::shared_ptr<const dataset::Dataset> dataset() const { return m_dataset; }
    void setDataset(std::shared_ptr<const dataset::Dataset> dataset);
    /// Where who looks for pictures begins: with the data that are open, else with those that were opened last.
    QString pictureFolder() const;

    /// What Train's form says, so that Data shows the split and the augmentation of that very training; both change it.
    const experiment::TrainSettings& plannedTraining() const { return m_plannedTraining; }
    void planTraining(const experiment::TrainSettings& settings);

    /// The model Classify uses: the one that is lent, otherwise the chosen one.
    QString modelFile() const;
    /// The person's own choice (ModelFile setting); set by the Models window and by Train's "Use for classifying". Ends a loan.
    QString chosenModelFile() const;
    void setModelFile(const QString& file);
    /// Another model for the time being, e.g. while the sample case is shown: the choice stays what it is. Empty: no longer.
    void lendModel(const QString& file);
    bool modelIsLent() const { return !m_lentModel.isEmpty(); }
    /// How the list of models calls that file; empty where it is not in the list. Kept up to date by the Models window.
    QString modelTitle() const { return m_modelTitle; }
    void setModelTitle(const QString& title);

    /// The case store of the settings as casebook::StoreAddress::parse() takes it, with the password that was typed for it in this run.
    std::string caseStore() const;
    /// Of the server that the settings name now. It is kept here and nowhere else.
    void setStorePassword(const QString& password);
    QString storePassword() const;  ///< empty: none was typed for it

    /// Nothing: the case store has no accounts, or nobody has logged in yet. Kept up to date by ui/accounts.
    const std::optional<Person>& person() const { return m_person; }
    void setPerson(const std::optional<Person>& person);

    std::array<JobRunner*, 5> workers();  ///< training first
    bool anyBusy() const;
    bool anyStoppable() const;  ///< something runs that is lost when the program ends now
    void stopAll();             ///< returns at once
    void stopAllAndWait();

Q_SIGNALS:
    void datasetChanged();
    void plannedTrainingChanged();
    void modelFileChanged();  ///< modelFile()
    void modelTitleChanged();
    void personChanged();
    void busyChanged();                                ///< any worker's status changed
    void stayRequested();                              ///< what is being typed could not be saved: a window that is closing stays open
    void openDatasetRequested(const QString& folder);  ///< handled by Data
    void demoDataRequested();                          ///< handled by Data: makes and opens the demonstration cells
    void classifyRequested(const QStringList& paths);  ///< handled by Classify
    void openSlidesRequested(const QStringList& paths);  ///< handled by Slides
    void trainFinderRequested();                        ///< handled by Slides: the window that trains a finder of cells
    void openCaseRequested(qlonglong id);               ///< handled by Classify: a session of the case store
    void importCaseRequested(const QString& archive);   ///< handled by Cases: a whole case that was exported elsewhere
    void openRunRequested(const QString& folder);      ///< handled by Train
    void evaluateRequested(const QString& runFolder);  ///< handled by Evaluate
    void relabelRequested(const QStringList& paths, const QString& className, const QString& reason);  ///< handled by Data, for cells that are open there
    void accountsRequested();                          ///< handled by ui/accounts: who may use the case store
    void welcomeRequested();                           ///< handled by ui/welcome: the cards of the first start
    void tourRequested();                              ///< handled by ui/welcome: the tour of the window
    void settingsRequested();                          ///< handled by MainWindow: the settings dialog, where the case store is chosen
    void modelsRequested();                            ///< handled by the Models window: it comes to the front
    void addModelsRequested(const QStringList& files);  ///< handled by the Models window: shows what each is, then asks
    void trainFromRequested(const QString& weights);   ///< handled by Train: a file to start the training from
    void workspaceRequested(int number);               ///< 1 Classify, 2 Slides, 3 Data, 4 Train, 5 Evaluate, 6 Cases (numbers of PRODUCT.md)

private:
    std::shared_ptr<const dataset::Dataset> m_dataset;
    experiment::TrainSettings m_plannedTraining;
    QString m_lentModel, m_modelTitle;
    std::optional<Person> m_person;
    QString m_storePassword, m_passwordOf;  ///< and the address that it was typed for
};

/// The address of a server as a person typed it, together with a password that stands beside it; it holds against one in the address.
std::string withPassword(const QString& address, const QString& password);

}  // namespace leukolens::ui
