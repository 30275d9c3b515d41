#include "ui/models/models_panel.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/model_card_view.h"
#include "ui/models/model_list.h"
#include "ui/models/model_row_delegate.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kListWidthPx = 304;

}  // namespace

ModelsPanel::ModelsPanel(QWidget* parent) : QWidget(parent) {
    setObjectName("modelsPanel");
    m_models = new ModelList(this);
    createActions();
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(Theme::kMarginPx);
    outer->addWidget(createOutsider());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty = createEmptyState());
    m_work = new QWidget(this);
    auto* row = new QHBoxLayout(m_work);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(createListCard());
    row->addWidget(createModelCard(), 1);
    m_pages->addWidget(m_work);
    outer->addWidget(m_pages, 1);
    connect(m_models, &ModelList::renamed, this, &ModelsPanel::renamed);
    connect(m_models, &QAbstractItemModel::dataChanged, this, &ModelsPanel::showChosen);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showChosen();
        m_area->verticalScrollBar()->setValue(0);
    });
    showChosen();
}

ModelsPanel::~ModelsPanel() {
    m_models->disconnect(this);
    m_list->selectionModel()->disconnect(this);
}

QAction* ModelsPanel::makeAction(const char* name, const char* icon, const QString& text, const QString& toolTip,
                                 void (ModelsPanel::*signal)()) {
    auto* action = new QAction(Theme::icon(icon), text, this);
    action->setObjectName(name);
    action->setToolTip(toolTip);
    // Keys hold in the list alone: in the field of a title they edit text.
    action->setShortcutContext(Qt::WidgetShortcut);
    if (signal) connect(action, &QAction::triggered, this, signal);
    return action;
}

void ModelsPanel::createActions() {
    m_use = makeAction("actionUseModel", "classify", tr("Use for classifying"), {}, &ModelsPanel::useRequested);
    m_trainFrom =
        makeAction("actionTrainFrom", "train", tr("Use as starting point for training"),
                   tr("Go to Train, with the weights of this model as the start"), &ModelsPanel::trainFromRequested);
    m_rename = makeAction("actionRename", "edit", tr("Rename"), tr("Give it another name in this list"), nullptr);
    Shortcuts::bind(m_rename, ShortcutId::RenameModel);
    Shortcuts::describe(m_rename, ShortcutId::RenameModel, m_rename->toolTip());
    connect(m_rename, &QAction::triggered, this, [this] {
        m_list->setFocus(Qt::ShortcutFocusReason);
        m_list->edit(m_list->currentIndex());
    });
    m_export = makeAction("actionExport", "export", tr("Export weights…"),
                          tr("Save its weights for other programs (.safetensors)"), &ModelsPanel::exportRequested);
    m_remove = makeAction("actionRemove", "trash", tr("Remove…"),
                          tr("Delete it from this list; models that cases refer to are kept"),
                          &ModelsPanel::removeRequested);
    Shortcuts::bind(m_remove, ShortcutId::RemoveModel);
    Shortcuts::describe(m_remove, ShortcutId::RemoveModel, m_remove->toolTip());
}

QWidget* ModelsPanel::createEmptyState() {
    auto* empty =
        new EmptyState("model", tr("No model yet"),
                       tr("Drop a .leukomodel, .pth or .safetensors file here, or train a model: it is kept here."), this);
    empty->setObjectName("modelsEmpty");
    QPushButton* add =
        empty->addButton("emptyAddModel", "add", tr("Add…"), tr("Choose a file with a model or weights"), true);
    QPushButton* train = empty->addButton("emptyTrain", "train", tr("Train one"),
                                          tr("Go to Train and make a model from labelled cells"), false);
    connect(add, &QPushButton::clicked, this, &ModelsPanel::addRequested);
    connect(train, &QPushButton::clicked, this, &ModelsPanel::trainRequested);
    return empty;
}

QWidget* ModelsPanel::createListCard() {
    QFrame* card = makeCard("modelListCard", this);
    card->setFixedWidth(kListWidthPx);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kSpacingPx, 12, Theme::kSpacingPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    m_list = new QListView(card);
    m_list->setObjectName("modelList");
    m_list->setAccessibleName(tr("Models"));
    m_list->setModel(m_models);
    m_list->setItemDelegate(new ModelRowDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSpacing(1);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->addActions({m_use, m_trainFrom, m_rename, m_export, m_remove});
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    column->addWidget(m_list, 1);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(Theme::kSpacingPx, 0, 0, 0);
    row->setSpacing(4);
    QPushButton* add = makeButton("add", tr("Add…"), card);
    add->setObjectName("addModel");
    add->setToolTip(tr("Choose a file with a model or weights; you see what it is before it is used"));
    connect(add, &QPushButton::clicked, this, &ModelsPanel::addRequested);
    row->addWidget(add);
    row->addStretch(1);
    for (QAction* action : {m_rename, m_export, m_remove}) {
        auto* button = new QToolButton(card);
        button->setObjectName(action->objectName().replace("action", "button"));
        button->setDefaultAction(action);
        button->setIconSize({18, 18});
        button->setAccessibleName(action->text());
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    column->addLayout(row);
    return card;
}

QPushButton* ModelsPanel::makeActionButton(QAction* action, const char* name, QWidget* parent) {
    auto* button = new QPushButton(action->text(), parent);
    button->setObjectName(name);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setAccessibleDescription(action->toolTip());
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QWidget* ModelsPanel::createModelCard() {
    QFrame* card = makeCard("modelCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(0, Theme::kMarginPx, 0, 12);
    column->setSpacing(0);
    m_area = new QScrollArea(card);
    m_area->setObjectName("modelCardArea");
    m_area->setAccessibleName(tr("Model card"));
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setObjectName("scrollContent");
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(24, 0, 24, 0);
    m_card = new ModelCardView(content);
    inner->addWidget(m_card);
    m_area->setWidget(content);
    column->addWidget(m_area, 1);
    auto* line = new QFrame(card);
    line->setProperty("line", true);
    column->addWidget(line);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 12, 12, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addStretch(1);
    row->addWidget(m_trainFromButton = makeActionButton(m_trainFrom, "trainFrom", card));
    row->addWidget(m_useButton = makeActionButton(m_use, "useForClassifying", card));
    column->addLayout(row);
    return card;
}

QWidget* ModelsPanel::createOutsider() {
    m_outsider = new QFrame(this);
    m_outsider->setObjectName("outsider");
    m_outsider->setProperty("message", "notice");
    auto* row = new QHBoxLayout(m_outsider);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(12);
    auto* icon = new QLabel(m_outsider);
    icon->setPixmap(Theme::icon("info", Theme::accent()).pixmap(20, 20));
    row->addWidget(icon);
    m_outsiderText = makeText({}, m_outsider);
    m_outsiderText->setObjectName("outsiderText");
    row->addWidget(m_outsiderText, 1);
    auto* look = new QPushButton(tr("Add it…"), m_outsider);
    look->setObjectName("addOutsider");
    look->setToolTip(tr("Show what it is, to keep a copy in this list"));
    row->addWidget(look);
    connect(look, &QPushButton::clicked, this, [this] { Q_EMIT lookRequested(m_fileInUse); });
    return m_outsider;
}

void ModelsPanel::setModels(std::vector<inference::LibraryModel> models) {
    const std::string before = chosen() ? chosen()->sha256 : std::string();
    m_models->setModels(std::move(models));
    int row = before.empty() ? -1 : m_models->rowOf(before);
    for (int i = 0; row < 0 && i < m_models->rowCount(); ++i)
        if (m_models->isInUse(i)) row = i;
    if (m_models->rowCount() > 0) m_list->setCurrentIndex(m_models->index(std::max(0, row)));
    m_pages->setCurrentWidget(m_models->rowCount() > 0 ? m_work : m_empty);
    showChosen();
    showOutsider();
}

void ModelsPanel::setFileInUse(const QString& file) {
    m_fileInUse = file;
    m_models->setFileInUse(file);
    updateActions();
    showOutsider();
}

void ModelsPanel::choose(const std::string& sha256) {
    const int row = m_models->rowOf(sha256);
    if (row >= 0) m_list->setCurrentIndex(m_models->index(row));
    m_list->setFocus(Qt::OtherFocusReason);
}

const inference::LibraryModel* ModelsPanel::chosen() const {
    return m_list ? m_models->at(m_list->currentIndex().row()) : nullptr;
}

QString ModelsPanel::titleInUse() const {
    for (int row = 0; row < m_models->rowCount(); ++row)
        if (m_models->isInUse(row)) return QString::fromStdString(m_models->at(row)->title);
    return {};
}

void ModelsPanel::showChosen() {
    if (const inference::LibraryModel* model = chosen()) m_card->showModel(*model);
    updateActions();
}

void ModelsPanel::showOutsider() {
    m_outsider->setVisible(!m_fileInUse.isEmpty() && titleInUse().isEmpty());
    m_outsiderText->setText(
        tr("Cells are classified with a model that is not in this list: %1").arg(QFileInfo(m_fileInUse).fileName()));
    m_outsiderText->setToolTip(m_fileInUse);
}

void ModelsPanel::updateActions() {
    const inference::LibraryModel* model = chosen();
    const bool trunk = model && model->card.kind == inference::ModelKind::Trunk;
    for (QAction* action : {m_trainFrom, m_rename, m_export, m_remove}) action->setEnabled(model);
    m_use->setEnabled(model && !trunk);
    m_useButton->setProperty("primary", !trunk);
    m_trainFromButton->setProperty("primary", trunk);
    for (QPushButton* button : {m_useButton, m_trainFromButton}) setRole(button, "");  // its look follows the property
    m_use->setToolTip(trunk ? tr("It has no last layer: it can be a starting point for training, it cannot classify")
                      : m_models->isInUse(m_list->currentIndex().row()) ? tr("Cells are classified with it already")
                                                                        : tr("Classify cells with this model from now on"));
}

}  // namespace leukolens::ui
