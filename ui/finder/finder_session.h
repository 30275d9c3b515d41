// One training of a finder of cells: reads fields with boxes, trains, goes on, and tells where it stands. Without widgets. GUI thread only; the work is done on the context's training worker.
#pragma once

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

#include "core/fields/field_training.h"

class QTimer;

namespace leukolens::ui {

class AppContext;

class FinderSession : public QObject {
    Q_OBJECT
public:
    explicit FinderSession(AppContext& context, QObject* parent = nullptr);
    ~FinderSession() override;

    /// The fields to train on; null: none were read.
    const std::shared_ptr<const fields::FieldSet>& fields() const { return m_fields; }
    bool reading() const { return m_reading; }
    bool running() const { return m_live != nullptr; }
    bool canTrain() const;  ///< no training runs, neither of a finder nor of a classifier

    /// Of the run under way or ended last.
    const std::vector<fields::FieldEpoch>& epochs() const { return m_epochs; }
    const std::filesystem::path& folder() const { return m_folder; }
    int plannedEpochs() const { return m_plannedEpochs; }
    const QStringList& notices() const { return m_notices; }  ///< in the program's language
    const std::optional<fields::FieldRunResult>& result() const { return m_result; }

    /// What was read before stays where this fails. While one is read, nothing happens.
    void read(const std::filesystem::path& folder);
    /// Draws demonstration fields with boxes into that folder, unless they are there, and reads them.
    void readDemo(const std::filesystem::path& folder);
    /// Nothing happens without fields, or while a training runs.
    void start(const fields::FieldTrainSettings& settings, const std::filesystem::path& folder);
    /// With a run that was stopped; its fields are read again.
    void goOn(const std::filesystem::path& folder);
    void stop();

Q_SIGNALS:
    void changed();
    void ended();    ///< by itself: result() is there
    void stopped();  ///< the training, by a person
    void failed(const QString& summary, const leukolens::Error& error);

private:
    struct Live;
    using Work = std::function<Result<fields::FieldRunResult>(const fields::FieldRunControl&, std::shared_ptr<Live>)>;
    using Read = std::function<Result<fields::FieldSet>(ProgressSink&, const CancelToken&)>;
    void startReading(Read read);
    void launch(int epochs, Work work);
    void drain();

    AppContext& m_context;
    std::shared_ptr<const fields::FieldSet> m_fields;
    bool m_reading = false, m_couldTrain = true;
    std::shared_ptr<Live> m_live;  ///< while it runs
    std::filesystem::path m_folder;
    int m_plannedEpochs = 0;
    std::vector<fields::FieldEpoch> m_epochs;
    QStringList m_notices;
    std::optional<fields::FieldRunResult> m_result;
    QTimer* m_drainTimer = nullptr;
};

}  // namespace leukolens::ui
