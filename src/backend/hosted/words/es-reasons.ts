const cannotContinue = 'No podemos continuar con su verificación.';

export const esReasons: Readonly<Record<string, string>> = {
  'badDocument.expired': 'El documento ha caducado. Por favor, envíe uno que siga en vigor.',
  'badDocument.damaged': 'El documento está dañado. Por favor, envíe uno en buen estado.',
  'badDocument.missingPage': 'Falta una página del documento. Por favor, envíe todas las páginas.',
  'badDocument.missingBackSide': 'Falta el reverso del documento. Por favor, envíe los dos lados.',
  'badDocument.incomplete': 'El documento está incompleto. Por favor, envíe el documento entero.',
  'badDocument.wrongType':
    'No es el tipo de documento que pedimos. Por favor, envíe el que se nombra en la solicitud.',
  'badDocument.notADocument':
    'Lo que recibimos no es un documento. Por favor, envíe el que se nombra en la solicitud.',
  'badDocument.unsupportedLanguage':
    'No podemos leer el idioma del documento. Por favor, envíe una traducción certificada.',
  'badDocument.passwordProtected':
    'El archivo está protegido con una contraseña. Por favor, envíelo sin ella.',
  'badDocument.copyOrScreenshot':
    'Necesitamos una foto del documento original, no una copia ni una captura de pantalla.',
  'badDocument.blackAndWhite': 'La imagen está en blanco y negro. Por favor, envíe una en color.',
  'badDocument.digitallyEdited': cannotContinue,
  'imageQuality.blurry': 'La imagen está borrosa. Por favor, haga una nítida.',
  'imageQuality.glare': 'Un reflejo tapa parte de la imagen. Por favor, haga una sin reflejos.',
  'imageQuality.cropped': 'Parte del documento está cortada. Por favor, muestre las cuatro esquinas.',
  'imageQuality.tooDark': 'La imagen es demasiado oscura. Por favor, haga una con buena luz.',
  'imageQuality.unreadable': 'El documento no se puede leer. Por favor, envíe una imagen más clara.',
  'imageQuality.tooLarge':
    'La imagen tiene más de 50 megapíxeles, que son demasiados. Por favor, hágala con una resolución menor.',
  'dataMismatch.fullName':
    'El nombre que indicó no es el de su documento. Por favor, corríjalo o envíe un documento que lo muestre.',
  'dataMismatch.dateOfBirth':
    'La fecha de nacimiento que indicó no es la de su documento. Por favor, corríjala.',
  'dataMismatch.idNumber': 'El número que indicó no es el de su documento. Por favor, corríjalo.',
  'dataMismatch.nationality': 'La nacionalidad que indicó no es la de su documento. Por favor, corríjala.',
  'dataMismatch.address':
    'La dirección que indicó no es la de su documento. Por favor, corríjala o envíe otro comprobante.',
  'dataMismatch.ownershipTotal':
    'Las participaciones de los propietarios no suman el 100\u00A0%. Por favor, revíselas.',
  'dataMismatch.registrationNumber':
    'El número de registro que indicó no es el del certificado. Por favor, corríjalo.',
  'dataMismatch.crossDocument':
    'Sus documentos no coinciden entre sí. Por favor, envíe documentos que muestren los mismos datos.',
  'dataMismatch.otherOnDocument':
    'Lo que indicó aquí no es lo que dice su documento. Por favor, corríjalo o envíe un documento que lo muestre.',
  'dataMismatch.form': 'Este dato no parece correcto. Por favor, revíselo.',
  'proofOfAddress.tooOld': 'El comprobante de domicilio tiene más de 90 días. Por favor, envíe uno reciente.',
  'proofOfAddress.issuerNotAccepted':
    'No podemos aceptar un comprobante de este emisor. Por favor, envíe una factura de luz, agua o teléfono, o un extracto bancario.',
  'proofOfAddress.addressNotVerified':
    'Con este documento no pudimos confirmar su dirección. Por favor, envíe otro.',
  'proofOfAddress.listOfCountries': 'No podemos aceptar un comprobante de domicilio de este país.',
  'selfie.faceMismatch': 'El selfi y la foto del documento no coinciden. Por favor, haga un selfi nuevo.',
  'selfie.faceNotVisible': 'Su cara no se ve con claridad. Por favor, haga un selfi sin nada que la cubra.',
  'selfie.notLive': 'Por favor, haga el selfi usted mismo, de una vez, no de una imagen ni de una pantalla.',
  'selfie.thirdPartyInvolved': 'Por favor, haga el selfi a solas y por su cuenta.',
  'ownership.beneficialOwnerMissing':
    'Falta un titular real. Por favor, nombre a todos los que tienen el 25\u00A0% o más.',
  'ownership.ownerNotIdentified':
    'Falta la fecha de nacimiento o la nacionalidad de un propietario. Por favor, indique ambas.',
  'ownership.directorMissing':
    'No se ha nombrado a nadie de la dirección. Por favor, nombre a todos, aunque no tengan participación.',
  'ownership.totalNot100':
    'Las participaciones de los propietarios no suman el 100\u00A0%. Por favor, revíselas.',
  'ownership.structureUnclear':
    'No pudimos ver de quién es la empresa. Por favor, envíe un esquema de la propiedad.',
  'compliance.sanctionsMatch': cannotContinue,
  'compliance.watchlistMatch': cannotContinue,
  'compliance.pepNotAccepted': cannotContinue,
  'compliance.adverseMedia': cannotContinue,
  'compliance.highRiskJurisdiction': cannotContinue,
  'compliance.underAge': 'Debe ser mayor de edad para usar este servicio.',
  'compliance.policyViolation': cannotContinue,
  'compliance.duplicateAccount': cannotContinue,
  'fraud.documentForgery': cannotContinue,
  'fraud.stolenIdentity': cannotContinue,
  'fraud.fakeContactData': cannotContinue,
  'fraud.imageManipulation': cannotContinue,
  'fraud.multiAccounting': cannotContinue,
  'fraud.fraudulentPattern': cannotContinue,
  'identity.couldNotBeVerified': 'No pudimos verificar su identidad.',
};
