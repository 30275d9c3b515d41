// The work on slides without its widgets: which are open, the search for cells, marks, and what is handed to Classify.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointF>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

#include "core/slide/scan.h"
#include "ui/shell/app_context.h"
#include "ui/shell/job_runner.h"
#include "ui/slides/slide_marks.h"

namespace leukolens::ui {

/// One slide or field of the list.
struct ListedSlide {
    QString path;
    slide::SlidePtr slide;               ///< null: not opened yet, or closed again to save memory
    bool opening = false;
    std::optional<Error> error = {};     ///< why it could not be opened
    std::optional<double> umPerPx = {};  ///< as a person typed it, or as red cells told; the slide's own is in its facts
    bool estimated = false;              ///< umPerPx is from red cells
};

struct SearchWish {
    slide::Area within;          ///< of the shown slide; no corners: all of it
    bool everySlide = false;     ///< of the list, whole
    int enough = 0;              ///< cells a slide; 0: all
    bool monolayerOnly = false;
    QString finder;              ///< model file of a trained finder; empty: the program's own
};

/// GUI thread only. Slides are searched on the context's slide worker; opened, and cells cut out, on its intake worker: a search of minutes keeps nobody from looking at another slide.
class SlideSession : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    SlideSession(AppContext& context, ClassifySession& classify, QObject* parent = nullptr);

    SlideMarks& marks() { return m_marks; }
    const SlideMarks& marks() const { return m_marks; }
    JobRunner& looks() { return m_looks; }  ///< for small readings of an open slide: neither saving nor a search waits for them
    ClassifySession& classify() const { return m_classify; }

    // The list.
    const std::vector<ListedSlide>& slides() const { return m_slides; }
    int shown() const { return m_shown; }  ///< −1: none
    const ListedSlide* shownSlide() const { return m_shown < 0 ? nullptr : &m_slides[static_cast<std::size_t>(m_shown)]; }
    void open(const QStringList& paths);   ///< files, and pictures in folders, join the list; the first of them is shown
    void show(int index);                  ///< opened if it is not yet; of those shown before, the last few stay open
    void close(int index);                 ///< its marks stay with the case
    bool opening() const { return m_opening > 0; }

    /// µm per px of the finest level: the person's, the file's, or what red cells told; nothing: not known.
    std::optional<double> umPerPx(int index) const;
    void setUmPerPx(int index, std::optional<double> umPerPx);  ///< nothing: the file's again

    // Cells.
    void findCells(const SearchWish& wish);
    void stopFinding();
    bool finding() const { return m_finding; }
    void addCellAt(const QPointF& place);  ///< of the shown slide, px of level 0: the cell that the finder sees there, otherwise a box of the usual size
    /// Marks are taken out; those whose cell is in the case leave the counts there (excluded), or come back where all of them are excluded.
    void removeMarks(const std::vector<MarkKey>& keys);
    void undo();
    void redo();

    /// Has classified what has no card and waits for none, of every slide of the list; what was not cut out yet is. Needs a model.
    void handOver();
    int waitingForHandOver() const;
    bool handingOver() const { return m_handingOver; }

    /// The case's cell of a mark; null: it is not in the case, or not classified yet.
    const casebook::CaseCell* cellOf(const Mark& mark) const;
    CellKey cellKeyOf(const Mark& mark) const;  ///< 0: none
    /// Of the slide, or of all where it is empty: what counting needs of them.
    std::vector<casebook::CaseCell> cellsOn(const std::string& slide) const;

    /// Side of what is cut out around a cell, µm: the setting.
    double pictureSideUm() const;

Q_SIGNALS:
    void slidesChanged();   ///< the list, or something of an entry
    void shownChanged();    ///< shown(), or its slide was opened
    void findingChanged();
    void handOverChanged(); ///< handingOver(), waitingForHandOver()
    void cellsChanged();    ///< cellOf()
    void errorRaised(const QString& summary, const leukolens::Error& error);
    void noticeRaised(const QString& text);

private:
    struct Found;  ///< what a search has found and nobody has taken yet
    struct Searched {
        std::vector<slide::ScanOutcome> outcomes;
        std::vector<std::string> slides;
        std::vector<Error> failed;
        bool stopped = false;
    };
    struct Cutting;
    struct CutOut {
        std::vector<std::pair<MarkKey, std::string>> pictures;
        std::vector<Error> failed;
    };

    bool isSendable(const Mark& mark) const;  ///< if its slide is in the list
    void closeOldSlides();
    void followCase();
    int place(const QString& path) const;
    void openAt(int index);
    void takeFound();
    void takeCut(int shownCase, Result<CutOut> done);
    void endSearch(const Result<Searched>& searched);
    QString wordsOf(const Searched& searched) const;
    void indexCells();
    int indexOf(const std::string& path) const { return place(QString::fromStdString(path)); }

    AppContext& m_context;
    ClassifySession& m_classify;
    SlideMarks m_marks;
    JobRunner m_looks;
    std::vector<ListedSlide> m_slides;
    QStringList m_recent;  ///< shown last, the newest first
    int m_shown = -1;
    int m_opening = 0;
    int m_shownCase = -1;
    bool m_finding = false, m_handingOver = false;
    JobId m_search = 0;
    int m_run = 0, m_added = 0;
    int m_searchedCase = -1;  ///< whose cells a search finds
    std::shared_ptr<Found> m_found;
    QTimer m_foundTimer, m_cellsTimer;
    QHash<QString, CellKey> m_cells;  ///< by path
};

}  // namespace leukolens::ui
