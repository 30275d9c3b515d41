// The work on one case without its widgets: cells, model, files being classified, decisions with undo, second readings, and the case
// file behind.
#pragma once

#include <QObject>
#include <QImage>
#include <QTimer>
#include <QUndoGroup>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/casebook/incoming_pictures.h"
#include "ui/classify/answers.h"
#include "ui/classify/classify_job.h"
#include "ui/classify/incoming.h"
#include "ui/classify/open_case.h"
#include "ui/classify/decide_command.h"
#include "ui/classify/waiting_pictures.h"

namespace leukolens::ui {

/// GUI thread only. Reading, classifying and saving happen on the context's workers.
class ClassifySession : public QObject {
    Q_OBJECT
public:
    enum class ModelState { None, Loading, Ready, Failed };
    /// Whether the case may be changed here. Signed: by one person at least.
    enum class Access { Open, Signed, HeldElsewhere };

    explicit ClassifySession(AppContext& context, QObject* parent = nullptr);
    ~ClassifySession() override;  ///< what has arrived and what waits to be saved is saved

    CellModel& cells() { return m_cells; }
    /// The store this case is in, for whoever else works with it.
    CaseWriter& writer() { return *m_writer; }
    QUndoStack& undoStack() { return m_reading ? m_readingUndo : m_undo; }  ///< a second reading has its own
    QUndoGroup& undoGroup() { return m_undoGroup; }
    /// Classes to show bins for, Unidentified not among them: the model's, then others found in the case.
    const std::vector<std::string>& classes() const { return m_classes; }

    // Cases.
    void openNewest();  ///< the case changed last, or an empty one
    void openCase(casebook::CaseId id);
    void newCase();  ///< in the file as soon as it has a name or a cell
    void rename(const QString& name);
    bool loading() const { return m_loading; }
    const casebook::CaseSummary& summary() const { return m_case->shown; }                 ///< id 0: not in the file yet
    const std::vector<casebook::CaseSummary>& knownCases() const { return m_knownCases; }  ///< newest change first
    std::vector<casebook::CaseCell> caseCells() const;  ///< the case's own, also during a second reading
    Access access() const;
    const casebook::CaseHolder& holder() const { return m_holderElsewhere; }  ///< who has it; of HeldElsewhere
    void reopen();  ///< what stands in the file replaces what is shown: after a failure, and to try again what another holds
    bool mayDecide() const;  ///< the case, or the second reading that is shown, may be changed

    // Model: the context's model file; loaded at once when it changes.
    ModelState modelState() const { return m_modelState; }
    const std::optional<ModelInfo>& model() const { return m_model; }
    const Error& modelError() const { return m_modelError; }
    bool modelIsLent() const { return m_context.modelIsLent(); }  ///< it is not the one that the person chose
    bool hasChosenModel() const { return !m_context.chosenModelFile().isEmpty(); }
    QString modelName() const;  ///< as the list of models calls it, otherwise as its card does; empty until it is ready

    // Answers: as the settings remember; a change is for pictures that come from now on.
    Answers answers() const;
    void chooseAnswers(Answers answers);
    bool quickNumbers() const;  ///< whether 8 bits are wished for; whether they are used: model()->precision
    void chooseQuickNumbers(bool quick);
    const std::vector<inference::FoldModel>& folds() const;  ///< of the model's training that were found, itself among them; empty: not known
    double looksPerSecond() const { return m_looksPerSecond; }  ///< as measured while classifying last; 0: not yet

    // Files.
    void classify(const QStringList& paths);  ///< waits for a model if there is none
    /// Files are classified; pictures without one are kept beside the case file first. What cannot be taken is said.
    void take(const Incoming& incoming);
    QString whyNotTaken() const;  ///< until when pictures that come by themselves have to wait, a sentence; empty: classify() takes them into this case
    const QStringList& waiting() const { return m_waiting; }
    bool awaits(const QString& path) const;  ///< it waits for a model, or is being classified
    WaitingPictures& waitingPictures() { return m_pictures; }  ///< found for this case, not answered yet
    void stopClassifying();
    bool classifying() const { return !m_runs.empty(); }
    const std::vector<FailedFile>& failedFiles() const { return m_failed; }
    void dismissFailedFiles();

    // Decisions, undoable, each one saved action. Refused with a notice where the case may not be changed.
    void relabel(const std::vector<CellKey>& keys, const std::string& className);  ///< also to the class it has: then it is reviewed
    void confirm(const std::vector<CellKey>& keys);         ///< what stands is right; concealed answers are not confirmed
    void exclude(const std::vector<CellKey>& keys);
    void toggleExcluded(const std::vector<CellKey>& keys);  ///< includes them where all are excluded
    void toggleMarked(const std::vector<CellKey>& keys);    ///< unmarks them where all are marked
    void remove(const std::vector<CellKey>& keys);
    void undo();
    void redo();
    void giveReason(CellKey key, const QString& reason);  ///< recorded beside what stands; not undoable, as nothing of the trail is

    // Signing.
    QString whyNotSigned() const;  ///< why sign() would be refused; empty: it would not
    bool asksPassphrase() const { return m_context.person().has_value(); }
    void sign(const QString& passphrase = {});  ///< empty where asksPassphrase() is not
    void reopenSigned(const QString& reason);

    // Review modes.
    void setBlinded(bool blinded);
    bool blinded() const { return m_blinded; }
    void startReading(const QString& reader);  ///< a second reading, or the unfinished one of that reader
    void leaveReading();                       ///< it can be gone on with later
    void finishReading();
    bool reading() const { return m_reading.has_value(); }
    QString reader() const { return m_reading ? m_reading->reader : QString(); }

    // What undo commands do: shown at once, then saved.
    void applyVerdicts(const std::vector<KeyedVerdict>& verdicts);
    std::vector<PlacedCell> takeCells(const std::vector<CellKey>& keys);
    void putBackCells(const std::vector<PlacedCell>& cells);

    /// A reading of the case file on its worker, after every change so far; `done` is not called if `receiver` is gone.
    template <class R>
    void readStore(const QString& jobName, std::function<Result<R>(casebook::CaseStore&, casebook::CaseId)> reading, QObject* receiver,
                   std::function<void(Result<R>)> done) {
        m_writer->read<R>(
            jobName, [target = m_case, reading = std::move(reading)](casebook::CaseStore& store) { return reading(store, target->id); }, receiver,
            std::move(done));
    }
    /// A change of the case file on its worker, behind every change so far; a case that is not in the file yet is made. Where it fails the case is read anew, as after a decision.
    void changeStore(std::function<Result<void>(casebook::CaseStore&, casebook::CaseId)> change);
    /// Another number: another case is shown, or this one was read anew.
    int shownCase() const { return m_shownCase; }
    /// Why nothing may be added to the case now, a sentence; empty: it may.
    QString whyNotChanged() const;
    /// Why the loaded model answers with the cell's most probable class; behind what the model does already. `done` fails with InvalidArgument where another model classified the cell, with
    /// NotFound where none is loaded, and is not called if `receiver` is gone.
    JobId explain(const casebook::CaseCell& cell, inference::ExplainMethod method, QObject* receiver, std::function<void(Result<inference::Explanation>)> done);
    void stopExplaining(JobId job);

    /// The small pictures that the store keeps of files that are gone, by path; those of which it has none are left out. `done` as above, and not where no cell has any of the paths.
    void readThumbnails(const QStringList& paths, QObject* receiver, std::function<void(Result<std::vector<std::pair<QString, QImage>>>)> done);

    /// Done once every change so far is saved; not called if `receiver` is gone.
    void readHistory(CellKey key, QObject* receiver, std::function<void(Result<std::vector<casebook::CellEvent>>)> done);

Q_SIGNALS:
    void caseChanged();  ///< another case, its name, loading(), access() or reading() changed
    void knownCasesChanged();
    void classesChanged();
    void modelChanged();  ///< modelState(), model(), modelError(), modelName(), answers() or folds()
    void waitingChanged();
    void runsChanged();  ///< classifying()
    void failedFilesChanged();
    void saved();
    void errorRaised(const QString& summary, const leukolens::Error& error);
    void noticeRaised(const QString& text);

private:
    struct Run {
        CaseRef target;
        QStringList paths;
        std::shared_ptr<ArrivalQueue> arrivals;
        int number = 0;  ///< in WaitingPictures
        ModelChoice model = {};
        JobId finding = 0;
        int added = 0, passedOver = 0;
        bool abandoned = false;  ///< saving failed: what still comes is not wanted
    };
    struct CaseRead {
        casebook::CaseSummary summary;
        std::vector<casebook::CaseCell> cells;
        casebook::CaseClaim claim;
    };
    struct ReadingMode {
        casebook::ReadingId id = 0;
        QString reader;
        std::vector<ShownCell> ownCells;  ///< the case's, put back when it is left
    };
    struct ReadingRead {
        casebook::ReadingId id = 0;
        std::vector<std::pair<CellKey, casebook::ReaderVerdict>> decisions;
    };

    /// Which case to read, asked on the worker; 0: none, show an empty one.
    using CaseChoice = std::function<Result<casebook::CaseId>(casebook::CaseStore&)>;
    void readCase(CaseChoice choose, bool emptyOnFailure);
    void show(CaseRead read);
    void refreshKnownCases();
    void loadModel();
    void onAnswersChanged();
    ModelChoice modelChoice() const;  ///< what is asked now; of a ready model
    std::vector<std::filesystem::path> foldFolders() const;
    void setModel(ModelInfo model);
    void startWaiting();
    void startRun(const QStringList& paths);
    void classifyFound(const std::shared_ptr<Run>& run, casebook::IncomingPictures found);
    void endRun(const std::shared_ptr<Run>& run, const Result<ClassifyOutcome>& outcome);
    void waitAgain(const Run& run);
    void leaveRun(const std::shared_ptr<Run>& run);
    void abandonRuns();
    static QString wordsOfStop(int added);
    static QString wordsOfColours(const std::optional<stain::Shift>& shift);  ///< empty: nothing to say
    void takeArrivals();
    void takeArrivals(Run& run);
    bool isDuplicate(Run& run, const casebook::CaseCell& cell);
    void addCells(const CaseRef& target, std::vector<casebook::CaseCell> cells);
    void addClassesOf(const casebook::CaseCell& cell);
    void resetClasses();
    void keepCard(const std::string& modelSha256);
    void makeThumbnails();
    void onSaveFailed(const Error& error);
    void refuse();
    void decide(const std::vector<CellKey>& keys, const std::function<void(casebook::Verdict&)>& change, const QString& text);
    bool allOf(const std::vector<CellKey>& keys, bool casebook::CaseCell::*flag) const;
    void showReading(const QString& reader, const ReadingRead& read);
    void endReading();  ///< the case's own cells again
    using StateChange = std::function<Result<void>(casebook::CaseStore&, const OpenCase&)>;
    void changeState(const QString& jobName, StateChange change, const QString& failed);
    void updateConcealment();
    std::string device() const;

    AppContext& m_context;
    CellModel m_cells;
    QUndoGroup m_undoGroup;
    QUndoStack m_undo, m_readingUndo;
    CaseWriter* m_writer = nullptr;
    CaseRef m_case;
    casebook::CaseHolder m_holderElsewhere;
    bool m_heldElsewhere = false;
    bool m_blinded = false;
    bool m_changingState = false;  ///< signing or reopening is under way
    std::optional<ReadingMode> m_reading;
    bool m_loading = false;
    int m_shownCase = 0;
    int m_readNumber = 0;  ///< answers to earlier readings are passed over
    CellKey m_lastKey = 0;
    std::vector<casebook::CaseSummary> m_knownCases;
    std::vector<std::string> m_classes;

    std::shared_ptr<ModelHolder> m_holder;  ///< inference worker only
    ModelState m_modelState = ModelState::None;
    std::optional<ModelInfo> m_model;
    Error m_modelError;
    bool m_asksFolds = false;  ///< what the model was loaded for
    double m_looksPerSecond = 0;

    QStringList m_waiting;
    std::vector<std::shared_ptr<Run>> m_runs;
    WaitingPictures m_pictures;
    int m_runNumber = 0;
    std::vector<FailedFile> m_failed;
    QTimer m_arrivalTimer, m_knownCasesTimer, m_thumbnailTimer;
    bool m_makingThumbnails = false;
    std::shared_ptr<std::set<std::string>> m_noThumbnails;  ///< file worker only: SHA-256 of files of which none can be made
    QSet<QString> m_keptCards;
};

}  // namespace leukolens::ui
