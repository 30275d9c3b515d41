// Data: open labelled cells, see subjects, classes, the split and what is wrong with the files.
#pragma once

#include <memory>

#include "core/dataset/demo_cells.h"
#include "ui/data/dataset_job.h"
#include "ui/shell/workspace.h"

class QLabel;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace leukolens::ui {

class DatasetSummary;
class DuplicatesPage;
class ElidedLabel;
class FactSession;
class JobPanel;
class LabelSession;
class ProblemModel;
class SplitPanel;
class SubjectsCard;
class TableOpener;
class ThumbnailGrid;

class DataWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit DataWorkspace(AppContext& context, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override { return "data"; }
    Memory remember() const override;  ///< the data

    /// Reads the folder, or the table, on a worker and shows it; the old data stays until the new is known to be good.
    void openFolder(const QString& folder);
    /// Makes the demonstration cells if they are not there, and opens them. Without a folder: in the standard place.
    void openDemo();
    void openDemoIn(const QString& folder);
    /// How many demonstration cells and how large: tests make few.
    void setDemoSettings(const dataset::DemoSettings& settings) { m_demoSettings = settings; }
    const dataset::DemoSettings& demoSettings() const { return m_demoSettings; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* createHeader();
    QWidget* createEmptyState();
    QWidget* createReadingPage();
    QWidget* createDataPage();
    QWidget* createOverview();
    QWidget* createCellsCard();
    QWidget* createProblems();
    void connectContext();
    void relabel(const QStringList& paths, const QString& className, const QString& reason);
    void chooseFolder();
    void chooseTable();
    void openSource(const QString& source, const dataset::ReadChoices& how);
    void askForColumnsOf(const QString& table, const Error& error);
    void startReading(const QString& jobName, const QString& what,
                      std::function<Result<DatasetPointer>(ProgressSink&, const CancelToken&)> job, bool isDemo);
    void finishReading(const Result<OpenedData>& opened, const QString& what, bool isDemo);
    void showDataset();
    void showThumbnails();

    dataset::DemoSettings m_demoSettings;
    LabelSession* m_labels = nullptr;
    FactSession* m_facts = nullptr;
    TableOpener* m_tables = nullptr;
    dataset::TableColumns m_columns;  ///< of the table that is read
    bool m_reading = false;
    QWidget* m_headerButtons = nullptr;
    QWidget* m_columnsButton = nullptr;
    ElidedLabel* m_path = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_readingPage = nullptr;
    QWidget* m_dataPage = nullptr;
    JobPanel* m_progress = nullptr;
    DatasetSummary* m_summary = nullptr;
    SplitPanel* m_split = nullptr;
    ThumbnailGrid* m_thumbnails = nullptr;
    DuplicatesPage* m_duplicates = nullptr;
    DatasetPointer m_pictured;  ///< whose cells m_thumbnails shows
    QTabWidget* m_details = nullptr;
    int m_problemTab = 0;
    SubjectsCard* m_subjects = nullptr;
    ProblemModel* m_problems = nullptr;
    QTableView* m_problemView = nullptr;
    QLabel* m_noProblems = nullptr;
};

}  // namespace leukolens::ui
