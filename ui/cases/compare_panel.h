// Two sessions of the chosen patient side by side: counts, shares with intervals, what differs, and the most typical cells.
#pragma once

#include <QWidget>

#include "ui/cases/cases_session.h"

class QComboBox;
class QLabel;
class QTableView;

namespace leukolens::ui {

class TextTable;
class TypicalCells;
class ThumbnailLoader;

/// GUI thread.
class ComparePanel : public QWidget {
    Q_OBJECT
public:
    explicit ComparePanel(CasesSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* createChoice();
    void showPatient();
    void compare();
    void readCells(QComboBox& choice, TypicalCells& cells);
    const casebook::CaseSummary* sessionOf(const QComboBox& choice) const;

    CasesSession& m_session;
    std::vector<casebook::CaseSummary> m_sessions;
    QComboBox *m_first = nullptr, *m_second = nullptr;
    TextTable* m_table = nullptr;
    QTableView* m_view = nullptr;
    ThumbnailLoader* m_thumbnails = nullptr;
    TypicalCells *m_firstCells = nullptr, *m_secondCells = nullptr;
    QLabel *m_none = nullptr, *m_note = nullptr;
    QWidget* m_both = nullptr;
};

}  // namespace leukolens::ui
