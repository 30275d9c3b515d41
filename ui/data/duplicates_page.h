// Data, tab Duplicates: pictures that are there twice, side by side, to keep, leave out, or call one patient's.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

#include "core/dataset/split.h"
#include "ui/data/duplicate_model.h"
#include "ui/data/leak_search.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace leukolens::ui {

class DuplicateFilter;
class DuplicatePair;

/// GUI thread only. Searches whatever the session opens.
class DuplicatesPage : public QWidget {
    Q_OBJECT
public:
    explicit DuplicatesPage(LabelSession& session, QWidget* parent = nullptr);

    /// The split of the data as they are now; empty: there is none.
    void showSplit(std::shared_ptr<const dataset::Dataset> splitData, std::optional<dataset::Split> split);

Q_SIGNALS:
    void openChanged(int open);  ///< pairs about which nothing is decided

private:
    QWidget* createHead();
    QWidget* createBody();
    QWidget* createDecisions();
    void addKeys();
    void onSearch();
    void onRecheck();
    void refresh();
    void refreshPair();
    QString summary() const;
    std::vector<int> selectedRows() const;  ///< of the model, ascending
    void decide(dataset::LeakDecision decision, bool leaveFirstOut = false);
    void stepOn(int proxyRow);

    LabelSession& m_session;
    LeakSearch m_search;
    LeakSearch m_recheck;  ///< of the data as decided: where the middle one of three is left out, the outer two still look the same
    DuplicateModel m_model;
    std::shared_ptr<const dataset::Dataset> m_splitData;
    std::optional<dataset::Split> m_split;
    DuplicateFilter* m_filter = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget *m_searchPage = nullptr, *m_emptyPage = nullptr, *m_body = nullptr;
    QLabel *m_emptyWords = nullptr, *m_summaryIcon = nullptr, *m_summary = nullptr;
    QPushButton* m_again = nullptr;
    QComboBox* m_which = nullptr;
    QTableView* m_table = nullptr;
    DuplicatePair* m_pair = nullptr;
    QPushButton *m_keep = nullptr, *m_same = nullptr, *m_reopen = nullptr;
};

}  // namespace leukolens::ui
