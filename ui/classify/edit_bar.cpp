#include "ui/classify/edit_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QUndoStack>

#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr int kUndoTextPx = 170;
}  // namespace

EditBar::EditBar(QUndoStack& undo, QWidget* parent) : QWidget(parent), m_undo(undo) {
    setObjectName("editBar");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    QToolButton* images =
        addButton("barAddImages", "image-add", tr("Add images…"), tr("Add image files to this case (Ctrl+O)"));
    QToolButton* folder = addButton("barAddFolder", "folder-open", tr("Add folder…"),
                                    tr("Add a folder of images to this case (Ctrl+Shift+O)"));
    m_undoButton = addButton("undo", "undo", {}, {});
    m_redoButton = addButton("redo", "redo", {}, {});
    QToolButton* next = addButton("nextUncertain", "question-cell", tr("Next uncertain"),
                                  tr("Go to the next cell the model was uncertain about (N)"));
    m_remove = addButton("removeCells", "trash", tr("Remove"), tr("Take the selected cells out of the case (Del)"));
    m_selected = new QLabel(this);
    m_selected->setObjectName("selectedCount");
    m_selected->setProperty("role", "muted");
    m_order = new QComboBox(this);
    m_order->setObjectName("cellOrder");
    m_order->setAccessibleName(tr("Order of the cells"));
    m_order->setToolTip(tr("Order of the cells in each bin"));
    m_order->addItem(tr("In order of arrival"), QVariant::fromValue(static_cast<int>(CellOrder::Arrival)));
    m_order->addItem(tr("Least certain first"), QVariant::fromValue(static_cast<int>(CellOrder::LeastCertain)));
    m_order->addItem(tr("Most certain first"), QVariant::fromValue(static_cast<int>(CellOrder::MostCertain)));

    for (QToolButton* button : {images, folder}) row->addWidget(button);
    row->addSpacing(Theme::kMarginPx);
    for (QToolButton* button : {next, m_remove, m_undoButton, m_redoButton}) row->addWidget(button);
    m_buttons = {m_redoButton, images, folder, m_remove, next, m_undoButton};
    row->addStretch(1);
    row->addWidget(m_selected);
    row->addSpacing(Theme::kSpacingPx);
    row->addWidget(m_order);

    connect(images, &QToolButton::clicked, this, &EditBar::addImagesRequested);
    connect(folder, &QToolButton::clicked, this, &EditBar::addFolderRequested);
    connect(m_undoButton, &QToolButton::clicked, &m_undo, &QUndoStack::undo);
    connect(m_redoButton, &QToolButton::clicked, &m_undo, &QUndoStack::redo);
    connect(next, &QToolButton::clicked, this, &EditBar::nextUncertainRequested);
    connect(m_remove, &QToolButton::clicked, this, &EditBar::removeRequested);
    connect(m_order, &QComboBox::currentIndexChanged, this,
            [this] { Q_EMIT orderChanged(static_cast<CellOrder>(m_order->currentData().toInt())); });
    connect(&m_undo, &QUndoStack::indexChanged, this, &EditBar::showUndo);
    connect(&m_undo, &QUndoStack::undoTextChanged, this, &EditBar::showUndo);
    connect(&m_undo, &QUndoStack::redoTextChanged, this, &EditBar::showUndo);
    setSelectedCount(0);
    showUndo();
}

QToolButton* EditBar::addButton(const char* name, const char* icon, const QString& text, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

QSize EditBar::minimumSizeHint() const {
    int width = m_order->minimumSizeHint().width() + Theme::kMarginPx * 2;
    for (const QToolButton* button : m_buttons) width += button->iconSize().width() + Theme::kMarginPx;
    return {width, QWidget::minimumSizeHint().height()};
}

void EditBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitButtons();
}

void EditBar::fitButtons() {
    for (QToolButton* button : m_buttons) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    layout()->invalidate();
    for (QToolButton* button : m_buttons) {
        if (layout()->minimumSize().width() <= width()) return;
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        layout()->invalidate();
    }
}

void EditBar::setSelectedCount(int cells) {
    m_remove->setEnabled(cells > 0);
    m_selected->setText(cells > 0 ? tr("Selected: %1").arg(locale().toString(cells)) : QString());
    fitButtons();
}

void EditBar::showUndo() {
    const auto show = [this](QToolButton* button, bool possible, const QString& bare, const QString& full,
                             const QString& tip) {
        button->setEnabled(possible);
        button->setText(fontMetrics().elidedText(possible ? full : bare, Qt::ElideRight, kUndoTextPx));
        button->setToolTip(possible ? full + '\n' + tip : tip);
        button->setAccessibleName(possible ? full : bare);
    };
    show(m_undoButton, m_undo.canUndo(), tr("Undo"), tr("Undo: %1").arg(m_undo.undoText()),
         tr("Take back the last change (Ctrl+Z)"));
    show(m_redoButton, m_undo.canRedo(), tr("Redo"), tr("Redo: %1").arg(m_undo.redoText()),
         tr("Make the change taken back again (Ctrl+Shift+Z)"));
    fitButtons();
}

}  // namespace leukolens::ui
