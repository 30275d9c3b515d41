<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AuditWords</name>
    <message numerus="yes">
        <source>%Ln cell(s): %1</source>
        <translation>
            <numerusform>%Ln cell: %1</numerusform>
            <numerusform>%Ln cells: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln place</numerusform>
            <numerusform>%Ln places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message numerus="yes">
        <source>%1 is tested on %n subject(s) only: fewer than %L2 say little about new patients.</source>
        <translation>
            <numerusform>%1 is tested on %n subject only: fewer than %L2 say little about new patients.</numerusform>
            <numerusform>%1 is tested on %n subjects only: fewer than %L2 say little about new patients.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message numerus="yes">
        <source>It has %Ln curve(s).</source>
        <translation>
            <numerusform>It has %Ln curve.</numerusform>
            <numerusform>It has %Ln curves.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <extracomment>%1 is &quot;4,800 cells&quot;</extracomment>
        <translation>
            <numerusform>%1 of %Ln patient</numerusform>
            <numerusform>%1 of %Ln patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Those of %n training picture(s): pictures of a foreign stain are told</source>
        <translation>
            <numerusform>Those of %n training picture: pictures of a foreign stain are told</numerusform>
            <numerusform>Those of %n training pictures: pictures of a foreign stain are told</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunSummary</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln patient</numerusform>
            <numerusform>%Ln patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln class(es)</source>
        <translation>
            <numerusform>%Ln class</numerusform>
            <numerusform>%Ln classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln fold</numerusform>
            <numerusform>%Ln folds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln training cell(s) each</source>
        <translation>
            <numerusform>about %Ln training cell each</numerusform>
            <numerusform>about %Ln training cells each</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsFile</name>
    <message numerus="yes">
        <source>longer than %Ln character(s).</source>
        <translation>
            <numerusform>longer than %Ln character.</numerusform>
            <numerusform>longer than %Ln characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswersView</name>
    <message numerus="yes">
        <source>%Ln cells are chosen</source>
        <translation>
            <numerusform>%Ln cell is chosen</numerusform>
            <numerusform>%Ln cells are chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s)</source>
        <translation>
            <numerusform>%1: %Ln cell</numerusform>
            <numerusform>%1: %Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the surest errors first</source>
        <translation>
            <numerusform>%1: %Ln cell, the surest errors first</numerusform>
            <numerusform>%1: %Ln cells, the surest errors first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the least sure first</source>
        <translation>
            <numerusform>%1: %Ln cell, the least sure first</numerusform>
            <numerusform>%1: %Ln cells, the least sure first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AuditPanel</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln line(s)</source>
        <translation>
            <numerusform>%1 of %Ln line</numerusform>
            <numerusform>%1 of %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseExports</name>
    <message numerus="yes">
        <source>%Ln picture(s) could not be read and are not in it, the first: %1</source>
        <translation>
            <numerusform>%Ln picture could not be read and is not in it: %1</numerusform>
            <numerusform>%Ln pictures could not be read and are not in it, the first: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellFacts</name>
    <message numerus="yes">
        <source>%Ln cell(s) selected</source>
        <translation>
            <numerusform>%Ln cell selected</numerusform>
            <numerusform>%Ln cells selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellsPage</name>
    <message numerus="yes">
        <source>Leave out %Ln cell(s)</source>
        <translation>
            <numerusform>Leave out %Ln cell</numerusform>
            <numerusform>Leave out %Ln cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparePage</name>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln subject(s) that both runs tested. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Paired bootstrap over %Ln subject that both runs tested. A difference is bold where its interval leaves out 0.</numerusform>
            <numerusform>Paired bootstrap over %Ln subjects that both runs tested. A difference is bold where its interval leaves out 0.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln image(s) that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Paired bootstrap over %Ln image that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.</numerusform>
            <numerusform>Paired bootstrap over %Ln images that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvesPage</name>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln subject(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, chosen on %Ln subject; test: sensitivity %3, specificity %4</numerusform>
            <numerusform>Fold %1: %2, chosen on %Ln subjects; test: sensitivity %3, specificity %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln cell(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, chosen on %Ln cell; test: sensitivity %3, specificity %4</numerusform>
            <numerusform>Fold %1: %2, chosen on %Ln cells; test: sensitivity %3, specificity %4</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DifferentialTable</name>
    <message numerus="yes">
        <source>Of %Ln identified cell(s); 200 is the usual count.</source>
        <translation>
            <numerusform>Of %Ln identified cell; 200 is the usual count.</numerusform>
            <numerusform>Of %Ln identified cells; 200 is the usual count.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicateModel</name>
    <message numerus="yes">
        <source>In training and in test in %Ln fold(s) of the present split</source>
        <translation>
            <numerusform>In training and in test in %Ln fold of the present split</numerusform>
            <numerusform>In training and in test in %Ln folds of the present split</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicatesPage</name>
    <message numerus="yes">
        <source>%Ln pair(s) of pictures look the same.</source>
        <translation>
            <numerusform>%Ln pair of pictures looks the same.</numerusform>
            <numerusform>%Ln pairs of pictures look the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them lie in training and in test of the present split.</source>
        <translation>
            <numerusform>%Ln of them lies in training and in test of the present split.</numerusform>
            <numerusform>%Ln of them lie in training and in test of the present split.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) selected</source>
        <translation>
            <numerusform>%Ln pair selected</numerusform>
            <numerusform>%Ln pairs selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EvaluateWorkspace</name>
    <message numerus="yes">
        <source>Temperature and threshold are in the models of %Ln fold(s) now. Their files have new checksums; cases that were classified before keep the old ones.</source>
        <translation>
            <numerusform>Temperature and threshold are in the model of %Ln fold now. Its file has a new checksum; cases that were classified before keep the old one.</numerusform>
            <numerusform>Temperature and threshold are in the models of %Ln folds now. Their files have new checksums; cases that were classified before keep the old ones.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were saved in %1.</source>
        <translation>
            <numerusform>%Ln file was saved in %1.</numerusform>
            <numerusform>%Ln files were saved in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) of the same names in this folder would be replaced.</source>
        <translation>
            <numerusform>%Ln file of the same names in this folder would be replaced.</numerusform>
            <numerusform>%Ln files of the same names in this folder would be replaced.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactSession</name>
    <message numerus="yes">
        <source>imported facts of %Ln subject(s)</source>
        <translation>
            <numerusform>imported facts of %Ln subject</numerusform>
            <numerusform>imported facts of %Ln subjects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactsImportDialog</name>
    <message numerus="yes">
        <source>New facts of %Ln subject(s)</source>
        <translation>
            <numerusform>New facts of %Ln subject</numerusform>
            <numerusform>New facts of %Ln subjects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderForm</name>
    <message numerus="yes">
        <source>%1: %Ln field(s). Boxes: %2</source>
        <translation>
            <numerusform>%1: %Ln field. Boxes: %2</numerusform>
            <numerusform>%1: %Ln fields. Boxes: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) or box(es) were left out.</source>
        <translation>
            <numerusform>%Ln file or box was left out.</numerusform>
            <numerusform>%Ln files or boxes were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderResults</name>
    <message numerus="yes">
        <source>Trained on %Ln field(s) in %1.</source>
        <translation>
            <numerusform>Trained on %Ln field in %1.</numerusform>
            <numerusform>Trained on %Ln fields in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tested on %Ln field(s), %1 s each.</source>
        <translation>
            <numerusform>Tested on %Ln field, %1 s each.</numerusform>
            <numerusform>Tested on %Ln fields, %1 s each.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelSession</name>
    <message numerus="yes">
        <source>label %Ln cell(s)</source>
        <translation>
            <numerusform>label %Ln cell</numerusform>
            <numerusform>label %Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave out %Ln cell(s)</source>
        <translation>
            <numerusform>leave out %Ln cell</numerusform>
            <numerusform>leave out %Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restore %Ln cell(s)</source>
        <translation>
            <numerusform>restore %Ln cell</numerusform>
            <numerusform>restore %Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>decide about %Ln pair(s)</source>
        <translation>
            <numerusform>decide about %Ln pair</numerusform>
            <numerusform>decide about %Ln pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelCardView</name>
    <message numerus="yes">
        <source>%Ln tensor(s) missing</source>
        <translation>
            <numerusform>%Ln tensor missing</numerusform>
            <numerusform>%Ln tensors missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a place in the network</source>
        <translation>
            <numerusform>%Ln without a place in the network</numerusform>
            <numerusform>%Ln without a place in the network</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsWindow</name>
    <message numerus="yes">
        <source>“%1” is kept: %Ln case(s) were classified with it.</source>
        <translation>
            <numerusform>“%1” is kept: %Ln case was classified with it.</numerusform>
            <numerusform>“%1” is kept: %Ln cases were classified with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientListPanel</name>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln patient</numerusform>
            <numerusform>%Ln patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <translation>
            <numerusform>%1 of %Ln patient</numerusform>
            <numerusform>%1 of %Ln patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PicturesPage</name>
    <message numerus="yes">
        <source>%Ln cell(s) were not found in the data.</source>
        <translation>
            <numerusform>%Ln cell was not found in the data.</numerusform>
            <numerusform>%Ln cells were not found in the data.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsImportDialog</name>
    <message numerus="yes">
        <source>%Ln setting(s) will change</source>
        <translation>
            <numerusform>%Ln setting will change</numerusform>
            <numerusform>%Ln settings will change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) of the file are the same here.</source>
        <translation>
            <numerusform>%Ln setting of the file is the same here.</numerusform>
            <numerusform>%Ln settings of the file are the same here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) of the file cannot be taken over</source>
        <translation>
            <numerusform>%Ln entry of the file cannot be taken over</numerusform>
            <numerusform>%Ln entries of the file cannot be taken over</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsTransfer</name>
    <message numerus="yes">
        <source>%Ln setting(s) were changed. They can be taken back until this dialog is closed.</source>
        <translation>
            <numerusform>%Ln setting was changed. It can be taken back until this dialog is closed.</numerusform>
            <numerusform>%Ln settings were changed. They can be taken back until this dialog is closed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideListModel</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideSession</name>
    <message numerus="yes">
        <source>%Ln part(s) of the slide could not be read; the rest was searched.</source>
        <translation>
            <numerusform>%Ln part of the slide could not be read; the rest was searched.</numerusform>
            <numerusform>%Ln parts of the slide could not be read; the rest was searched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) found.</source>
        <translation>
            <numerusform>%Ln cell found.</numerusform>
            <numerusform>%Ln cells found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) were found and not marked.</source>
        <translation>
            <numerusform>%Ln cell was found and not marked.</numerusform>
            <numerusform>%Ln cells were found and not marked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitGrid</name>
    <message numerus="yes">
        <source>%1: %n cell(s)</source>
        <translation>
            <numerusform>%1: %n cell</numerusform>
            <numerusform>%1: %n cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitPanel</name>
    <message numerus="yes">
        <source>Optimistic: %n patient(s) are shared between training and test.</source>
        <translation>
            <numerusform>Optimistic: %n patient is shared between training and test.</numerusform>
            <numerusform>Optimistic: %n patients are shared between training and test.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StoreSettingEditor</name>
    <message numerus="yes">
        <source>Connected: %Ln case(s) are kept there.</source>
        <translation>
            <numerusform>Connected: %Ln case is kept there.</numerusform>
            <numerusform>Connected: %Ln cases are kept there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectsPage</name>
    <message numerus="yes">
        <source>There are %Ln error(s) in all.</source>
        <translation>
            <numerusform>There is %Ln error in all.</numerusform>
            <numerusform>There are %Ln errors in all.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half of all errors are of %Ln subject(s).</source>
        <translation>
            <numerusform>Half of all errors are of %Ln subject.</numerusform>
            <numerusform>Half of all errors are of %Ln subjects.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainWorkspace</name>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln fold</numerusform>
            <numerusform>%Ln folds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln fold(s) done</source>
        <translation>
            <numerusform>%1 of %Ln fold done</numerusform>
            <numerusform>%1 of %Ln folds done</numerusform>
        </translation>
    </message>
</context>
</TS>
